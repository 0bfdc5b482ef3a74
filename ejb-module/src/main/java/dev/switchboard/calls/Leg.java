package dev.switchboard.calls;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.devices.DeviceId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One device's part in a call. Only its {@link Call} changes it, since what happens to a leg
 * decides what happens to the call.
 */
@Entity
@Table(name = "legs")
public class Leg {
  @Id private String id;
  @Version private long version;

  @ManyToOne(optional = false)
  @JoinColumn(name = "call_id")
  private Call call;

  private int position;

  @Enumerated(EnumType.STRING)
  private LegRole role;

  @Enumerated(EnumType.STRING)
  private LegState state;

  @Column(name = "account_id")
  private @Nullable String account;

  @Column(name = "account_name")
  private String accountName;

  @Column(name = "account_number")
  private @Nullable String accountNumber;

  @Column(name = "device_id")
  private @Nullable String device;

  @Column(name = "device_kind")
  private @Nullable String deviceKind;

  @Column(name = "device_name")
  private @Nullable String deviceName;

  @Column(name = "joined_at")
  private @Nullable Instant joinedAt;

  @Column(name = "ended_at")
  private @Nullable Instant endedAt;

  private @Nullable Instant deadline;

  @Enumerated(EnumType.STRING)
  private @Nullable Cause cause;

  @Column(name = "media_up")
  private boolean mediaUp;

  @Column(name = "media_lost_at")
  private @Nullable Instant mediaLostAt;

  @Column(name = "signalling_lost_at")
  private @Nullable Instant signallingLostAt;

  private boolean auto;
  private boolean listed;
  private boolean missed;
  private boolean woken;

  /** Whether its device was asked to join, rather than having asked. */
  private boolean invited;

  /** The leg whose place this one takes in a hand-off. */
  private @Nullable String replaces;

  /** For JPA. */
  protected Leg() {}

  Leg(Call call, int position, LegRole role, LegState state, Party party) {
    this.id = LegId.random().value();
    this.call = call;
    this.position = position;
    this.role = role;
    this.state = state;
    this.invited = state == LegState.INVITED;
    this.account = party.account() == null ? null : party.account().value();
    this.accountName = party.name();
    this.accountNumber = party.number();
    this.device = party.device() == null ? null : party.device().value();
    this.deviceKind = party.deviceKind();
    this.deviceName = party.deviceName();
  }

  public LegId id() {
    return new LegId(id);
  }

  public LegRole role() {
    return role;
  }

  public LegState state() {
    return state;
  }

  /** Who is at this leg. */
  public Party party() {
    return new Party(
        account == null ? null : new AccountId(account),
        accountName,
        accountNumber,
        device == null ? null : new DeviceId(device),
        deviceKind,
        deviceName);
  }

  public Optional<DeviceId> device() {
    return Optional.ofNullable(device).map(DeviceId::new);
  }

  public Optional<AccountId> account() {
    return Optional.ofNullable(account).map(AccountId::new);
  }

  /** Why it ended; empty until then. */
  public Optional<Cause> cause() {
    return Optional.ofNullable(cause);
  }

  /** When the next limit passes for this leg, if one runs. */
  public Optional<Instant> deadline() {
    return Optional.ofNullable(deadline);
  }

  /** Whether its device is to answer by itself (S2.2). */
  public boolean isAuto() {
    return auto;
  }

  /** Whether this leg stands for its party in the history. */
  public boolean isListed() {
    return listed;
  }

  /** Whether its party has yet to see that it missed this call. */
  public boolean isMissed() {
    return missed;
  }

  /** Whether its device was invited, and not itself the one to begin. */
  boolean isInvited() {
    return invited;
  }

  /** The leg of which this one took the place, or is to take it. */
  public Optional<LegId> replaces() {
    return Optional.ofNullable(replaces).map(LegId::new);
  }

  boolean isReplacing(Leg other) {
    return other.id.equals(replaces);
  }

  /** Whether its device was not connected when it was invited, and was woken. */
  boolean isWoken() {
    return woken;
  }

  boolean isAt(DeviceId where) {
    return where.value().equals(device);
  }

  boolean isLive() {
    return state != LegState.ENDED;
  }

  boolean hasJoined() {
    return joinedAt != null;
  }

  boolean isMediaUp() {
    return mediaUp;
  }

  void answerByItself(boolean alone) {
    auto = alone;
  }

  void replace(Leg other) {
    replaces = other.id;
  }

  void list(boolean stands) {
    listed = stands;
  }

  void miss() {
    missed = true;
  }

  void wake() {
    woken = true;
  }

  void see() {
    missed = false;
  }

  /** Starts a limit of the state that the leg is in now. */
  void limit(Instant from, Duration duration) {
    deadline = from.plus(duration);
  }

  void enter(LegState next, Instant now) {
    state = next;
    deadline = null;
    if (next == LegState.CONNECTING) {
      joinedAt = now;
    }
  }

  void end(Cause why, Instant now) {
    enter(LegState.ENDED, now);
    cause = why;
    endedAt = now;
  }

  void mediaIsUp() {
    mediaUp = true;
    mediaLostAt = null;
  }

  void mediaIsLost(Instant since) {
    mediaUp = false;
    if (mediaLostAt == null) {
      mediaLostAt = since;
    }
  }

  void signallingIsUp() {
    signallingLostAt = null;
  }

  void signallingIsLost(Instant since) {
    if (signallingLostAt == null) {
      signallingLostAt = since;
    }
  }

  /** Once connected, a leg whose signalling and media are both gone has a limited time. */
  void watchConnection(Duration limit) {
    if (state != LegState.CONNECTED) {
      return;
    }
    if (mediaLostAt == null || signallingLostAt == null) {
      deadline = null;
    } else {
      Instant later = mediaLostAt.isAfter(signallingLostAt) ? mediaLostAt : signallingLostAt;
      limit(later, limit);
    }
  }
}
