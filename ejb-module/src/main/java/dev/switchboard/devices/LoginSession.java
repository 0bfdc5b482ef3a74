package dev.switchboard.devices;

import dev.switchboard.accounts.AccountId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;

/**
 * A login of an account on a device. Its token is known to the browser only; here is its hash.
 *
 * <p>It ends when it is logged out, not used for long, or too old, and with what it stands on: the
 * device, the password, the account. That of a paired TV, where nobody can type, does not get too
 * old.
 */
@Entity
@Table(name = "login_sessions")
class LoginSession {
  /** Last use is stored this exactly, so that not every request writes. */
  private static final Duration GRAIN = Duration.ofMinutes(1);

  /** A browser keeps no cookie for longer, so a login that was not used for so long is nobody's. */
  private static final Duration PAIRED_IDLE = Duration.ofDays(400);

  @Id
  @Column(name = "token_hash")
  private String tokenHash;

  @Column(name = "account_id")
  private String account;

  @Column(name = "device_id")
  private String device;

  @Column(name = "made_at")
  private Instant madeAt;

  @Column(name = "last_used")
  private Instant lastUsed;

  @Column(name = "expires_at")
  private Instant expiresAt;

  private boolean paired;

  protected LoginSession() {}

  /**
   * Begins now.
   *
   * @param paired by a phone, and not by a password that could be typed again
   */
  LoginSession(
      String tokenHash,
      AccountId account,
      DeviceId device,
      boolean paired,
      Instant now,
      DeviceSettings settings) {
    this.tokenHash = tokenHash;
    this.paired = paired;
    this.account = account.value();
    this.device = device.value();
    this.madeAt = now;
    this.lastUsed = now;
    this.expiresAt = expiry(now, settings);
  }

  String tokenHash() {
    return tokenHash;
  }

  AccountId account() {
    return new AccountId(account);
  }

  DeviceId device() {
    return new DeviceId(device);
  }

  boolean isOver(Instant now) {
    return !now.isBefore(expiresAt);
  }

  /** Whether its use now has to be stored. */
  boolean isStale(Instant now) {
    return now.isAfter(lastUsed.plus(GRAIN));
  }

  void use(Instant now, DeviceSettings settings) {
    lastUsed = now;
    expiresAt = expiry(now, settings);
  }

  private Instant expiry(Instant now, DeviceSettings settings) {
    if (paired) {
      return now.plus(PAIRED_IDLE);
    }
    Instant idle = now.plus(settings.loginIdle());
    Instant longest = madeAt.plus(settings.loginLongest());
    return idle.isBefore(longest) ? idle : longest;
  }
}
