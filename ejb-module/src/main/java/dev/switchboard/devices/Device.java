package dev.switchboard.devices;

import dev.switchboard.accounts.AccountId;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A browser or terminal that has logged in under an account (RFC 5626, instance id; RFC 5627): one
 * row per account and device key.
 *
 * <p>It comes with its first login and stays when it logs out or goes offline, until its owner
 * removes it. It is connected while a node holds its session. Calls occupy it; the row's version
 * keeps two calls from taking it in the same moment.
 */
@Entity
@Table(name = "devices")
class Device {
  static final int LONGEST_NAME = 60;

  @Id private String id;
  @Version private long version;

  @Column(name = "account_id")
  private String account;

  @Column(name = "key_hash")
  private String keyHash;

  @Enumerated(EnumType.STRING)
  private DeviceKind kind;

  private String name;

  @Column(name = "call_waiting")
  private boolean callWaiting;

  @Column(name = "auto_answer")
  private boolean autoAnswer;

  @ElementCollection
  @CollectionTable(name = "trusted_callers", joinColumns = @JoinColumn(name = "device_id"))
  @Column(name = "account_id")
  private Set<String> trustedCallers = new HashSet<>();

  private boolean wakeable;

  @Enumerated(EnumType.STRING)
  private Activity activity;

  @Column(name = "connected_node")
  private @Nullable String node;

  @Column(name = "connected_session")
  private @Nullable String session;

  @Column(name = "first_login")
  private Instant firstLogin;

  @Column(name = "last_login")
  private Instant lastLogin;

  @Column(name = "last_seen")
  private Instant lastSeen;

  @ElementCollection
  @CollectionTable(name = "device_calls", joinColumns = @JoinColumn(name = "device_id"))
  private List<Occupation> calls = new ArrayList<>();

  protected Device() {}

  Device(AccountId account, String keyHash, DeviceKind kind, String name, Instant now) {
    this.id = DeviceId.random().value();
    this.account = account.value();
    this.keyHash = keyHash;
    this.kind = kind;
    this.name = name;
    this.activity = Activity.IDLE;
    this.autoAnswer = true;
    this.trustedCallers.add(account.value());
    this.firstLogin = now;
    this.lastLogin = now;
    this.lastSeen = now;
  }

  DeviceId id() {
    return new DeviceId(id);
  }

  AccountId account() {
    return new AccountId(account);
  }

  String name() {
    return name;
  }

  Presence presence() {
    return Presence.of(session != null, activity, wakeable);
  }

  DeviceEntry entry() {
    return new DeviceEntry(
        id(),
        account(),
        kind,
        name,
        presence(),
        callWaiting,
        autoAnswer,
        firstLogin,
        lastLogin,
        lastSeen,
        Optional.ofNullable(node));
  }

  PresenceChanged presenceChanged() {
    return new PresenceChanged(account(), id(), kind, name, presence());
  }

  void loggedIn(Instant now) {
    lastLogin = now;
    lastSeen = now;
  }

  void seen(Instant now) {
    lastSeen = now;
  }

  /** What somebody wants a device to be called; empty if it is no name. */
  static Optional<String> name(String typed) {
    return Optional.of(typed.strip())
        .filter(name -> !name.isEmpty() && name.length() <= LONGEST_NAME);
  }

  void rename(String name) {
    this.name = name;
  }

  void become(DeviceKind kind) {
    this.kind = kind;
  }

  void setCallWaiting(boolean callWaiting) {
    this.callWaiting = callWaiting;
  }

  void setAutoAnswer(boolean autoAnswer) {
    this.autoAnswer = autoAnswer;
  }

  /** Answers invitations of this account by itself from now on, as far as it does so at all. */
  void trust(AccountId caller) {
    trustedCallers.add(caller.value());
  }

  void distrust(AccountId caller) {
    trustedCallers.remove(caller.value());
  }

  List<AccountId> trustedCallers() {
    return trustedCallers.stream().map(AccountId::new).toList();
  }

  /** Whether it answers invitations of this account by itself. */
  boolean answersByItself(AccountId caller) {
    return autoAnswer && trustedCallers.contains(caller.value());
  }

  boolean isWakeable() {
    return wakeable;
  }

  void setWakeable(boolean wakeable) {
    this.wakeable = wakeable;
  }

  void connect(String node, String session, Instant now) {
    this.node = node;
    this.session = session;
    this.lastSeen = now;
  }

  /** Whether this session is the one that makes the device online; an older one is not. */
  boolean isConnectedBy(String session) {
    return session.equals(this.session);
  }

  boolean isConnected() {
    return session != null;
  }

  void disconnect(Instant now) {
    node = null;
    session = null;
    lastSeen = now;
  }

  /**
   * Gives the device to a call, or says that a call which has it goes on to something else.
   *
   * @return false if another call has it: with call waiting, one more may ring while one is held
   */
  boolean occupy(String call, Activity wanted) {
    List<Occupation> others = calls.stream().filter(other -> !other.call().equals(call)).toList();
    boolean free =
        others.isEmpty()
            || calls.stream().anyMatch(own -> own.isOf(call, wanted))
            || (callWaiting && others.stream().noneMatch(other -> other.activity() == wanted));
    if (free) {
      calls.removeIf(own -> own.call().equals(call));
      calls.add(new Occupation(call, wanted));
      activity = derivedActivity();
    }
    return free;
  }

  /** Whether no other call than this one has it. */
  boolean hasNoCallBut(String call) {
    return calls.stream().allMatch(own -> own.call().equals(call));
  }

  /** Takes the device from a call; does nothing if the call does not have it. */
  void release(String call) {
    calls.removeIf(own -> own.call().equals(call));
    activity = derivedActivity();
  }

  private Activity derivedActivity() {
    return calls.stream()
        .map(Occupation::activity)
        .max(Comparator.naturalOrder())
        .orElse(Activity.IDLE);
  }
}
