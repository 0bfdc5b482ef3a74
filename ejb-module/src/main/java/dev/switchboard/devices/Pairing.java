package dev.switchboard.devices;

import dev.switchboard.accounts.AccountId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A TV that asks to be signed in by somebody's phone (RFC 8628).
 *
 * <p>It begins when the TV shows its code, is confirmed once, by one account, and goes when the TV
 * fetches its login, when its time is over, or when the TV begins another one. Both codes are known
 * to the TV only; here are their hashes.
 */
@Entity
@Table(name = "pairings")
class Pairing {
  /** How long its codes are good. */
  static final Duration VALID = Duration.ofMinutes(5);

  /** How long a TV waits between two polls, unless it was told to slow down. */
  static final Duration INTERVAL = Duration.ofSeconds(3);

  /** What the interval grows by with each poll that came too soon (RFC 8628 section 3.5). */
  private static final Duration SLOWER = Duration.ofSeconds(5);

  /** A poll may come this much early: the way of the one before it may have taken longer. */
  private static final Duration JITTER = Duration.ofSeconds(1);

  /** A TV whose code is confirmed in the last second has so long to fetch its login. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  @Id
  @Column(name = "device_code_hash")
  private String deviceCodeHash;

  @Version private long version;

  @Column(name = "user_code_hash")
  private String userCodeHash;

  @Enumerated(EnumType.STRING)
  private DeviceKind kind;

  private String browser;
  private String network;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "poll_seconds")
  private int pollSeconds;

  @Column(name = "polled_at")
  private @Nullable Instant polledAt;

  @Column(name = "account_id")
  private @Nullable String account;

  @Column(name = "device_name")
  private @Nullable String deviceName;

  /** Who has confirmed it, and what the device is to be called. */
  record Confirmation(AccountId account, String deviceName) {}

  protected Pairing() {}

  Pairing(
      String deviceCodeHash,
      UserCode userCode,
      BrowserDescription tv,
      String network,
      Instant now) {
    this.deviceCodeHash = deviceCodeHash;
    this.userCodeHash = userCode.hash();
    this.kind = tv.kind();
    this.browser = tv.name();
    this.network = network;
    this.expiresAt = now.plus(VALID);
    this.pollSeconds = Math.toIntExact(INTERVAL.toSeconds());
  }

  PairingEntry entry() {
    return new PairingEntry(kind, browser, network);
  }

  boolean isOver(Instant now) {
    return !now.isBefore(expiresAt);
  }

  /** Whether a phone can still confirm it: nobody has. */
  boolean isOpen(Instant now) {
    return account == null && !isOver(now);
  }

  void confirm(AccountId account, String deviceName, Instant now) {
    if (!isOpen(now)) {
      throw new IllegalStateException("a pairing is confirmed once, in time");
    }
    this.account = account.value();
    this.deviceName = deviceName;
    Instant fetched = now.plus(GRACE);
    this.expiresAt = fetched.isAfter(expiresAt) ? fetched : expiresAt;
  }

  Optional<Confirmation> confirmation() {
    return account == null || deviceName == null
        ? Optional.empty()
        : Optional.of(new Confirmation(new AccountId(account), deviceName));
  }

  /**
   * The TV asks.
   *
   * @return false if it asks too soon after its last time, and from now on has to wait longer
   */
  boolean poll(Instant now) {
    Duration interval = Duration.ofSeconds(pollSeconds);
    boolean inTime = polledAt == null || !now.isBefore(polledAt.plus(interval).minus(JITTER));
    if (!inTime) {
      pollSeconds = Math.toIntExact(interval.plus(SLOWER).toSeconds());
    }
    polledAt = now;
    return inTime;
  }
}
