package dev.switchboard.recordings;

import dev.switchboard.Secrets;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.calls.LegId;
import dev.switchboard.calls.Party;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.ServerMessage.RecordingPart;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A party of the call when its recording was asked for, and what it said to that: the proof of
 * consent. Only its {@link Recording} changes it.
 */
@Entity
@Table(name = "recording_parties")
public class RecordingParty {
  @Id private String id;
  @Version private long version;

  @ManyToOne(optional = false)
  @JoinColumn(name = "recording_id")
  private Recording recording;

  private int position;

  @Column(name = "leg_id")
  private String leg;

  @Column(name = "account_id")
  private @Nullable String account;

  @Column(name = "account_name")
  private String accountName;

  @Column(name = "account_number")
  private @Nullable String accountNumber;

  @Column(name = "device_id")
  private String device;

  @Column(name = "device_kind")
  private @Nullable String deviceKind;

  @Column(name = "device_name")
  private @Nullable String deviceName;

  /** The leg, and the device, at which it talks since the call was handed off. */
  @Column(name = "at_leg_id")
  private @Nullable String atLeg;

  @Column(name = "at_device_id")
  private @Nullable String atDevice;

  private boolean requester;
  private @Nullable String track;

  @Enumerated(EnumType.STRING)
  private Consent consent;

  @Column(name = "asked_at")
  private Instant askedAt;

  @Column(name = "answered_at")
  private @Nullable Instant answeredAt;

  @Column(name = "withdrawn_at")
  private @Nullable Instant withdrawnAt;

  /** For JPA. */
  protected RecordingParty() {}

  RecordingParty(
      Recording recording,
      int position,
      LegId leg,
      Party party,
      boolean requester,
      @Nullable String track,
      Instant now) {
    this.id = Secrets.id();
    this.recording = recording;
    this.position = position;
    this.leg = leg.value();
    this.account = party.account() == null ? null : party.account().value();
    this.accountName = party.name();
    this.accountNumber = party.number();
    this.device = Objects.requireNonNull(party.device()).value();
    this.deviceKind = party.deviceKind();
    this.deviceName = party.deviceName();
    this.requester = requester;
    this.track = track;
    this.askedAt = now;
    this.consent = Consent.ASKED;
    if (requester) {
      consent(now);
    }
  }

  /** 0 for the first to have joined the call. */
  public int position() {
    return position;
  }

  /** Its leg in the call now. */
  public LegId leg() {
    return new LegId(atLeg == null ? leg : atLeg);
  }

  /** Who it is, at the device that was asked, in words that outlive the account. */
  public Party party() {
    return new Party(
        account == null ? null : new AccountId(account),
        accountName,
        accountNumber,
        new DeviceId(device),
        deviceKind,
        deviceName);
  }

  /** The device that was asked for consent. */
  public DeviceId askedDevice() {
    return new DeviceId(device);
  }

  /** The device at which it talks now: the one that was asked, or to which the call has moved. */
  public DeviceId device() {
    return new DeviceId(atDevice == null ? device : atDevice);
  }

  public Optional<AccountId> account() {
    return Optional.ofNullable(account).map(AccountId::new);
  }

  /** Whether it asked for the recording. */
  public boolean isRequester() {
    return requester;
  }

  /** The name of its track; empty if it is not recorded. */
  public Optional<String> track() {
    return Optional.ofNullable(track);
  }

  public Consent consent() {
    return consent;
  }

  public Instant askedAt() {
    return askedAt;
  }

  /** When it consented or declined, or its time was over. */
  public Optional<Instant> answeredAt() {
    return Optional.ofNullable(answeredAt);
  }

  public Optional<Instant> withdrawnAt() {
    return Optional.ofNullable(withdrawnAt);
  }

  RecordingPart part() {
    return switch (consent) {
      case ASKED -> RecordingPart.ASKED;
      case CONSENTED -> requester ? RecordingPart.REQUESTER : RecordingPart.CONSENTED;
      case DECLINED, NO_ANSWER, WITHDRAWN ->
          requester ? RecordingPart.REQUESTER : RecordingPart.REFUSED;
    };
  }

  boolean isAt(DeviceId where) {
    return device().equals(where);
  }

  boolean isOf(AccountId whose) {
    return whose.value().equals(account);
  }

  /** The call has moved to another device of the same person, whose consent goes on. */
  void moveTo(LegId where, DeviceId to) {
    atLeg = where.value();
    atDevice = to.value();
  }

  final void consent(Instant now) {
    consent = Consent.CONSENTED;
    answeredAt = now;
  }

  void decline(Instant now) {
    consent = Consent.DECLINED;
    answeredAt = now;
  }

  /** Its time to answer is over; nothing if it has answered. */
  void lapse(Instant now) {
    if (consent == Consent.ASKED) {
      consent = Consent.NO_ANSWER;
      answeredAt = now;
    }
  }

  void withdraw(Instant now) {
    consent = Consent.WITHDRAWN;
    withdrawnAt = now;
  }
}
