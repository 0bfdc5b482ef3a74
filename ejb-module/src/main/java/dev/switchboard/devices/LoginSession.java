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
 * device, the password, the account.
 */
@Entity
@Table(name = "login_sessions")
class LoginSession {
  /** Last use is stored this exactly, so that not every request writes. */
  private static final Duration GRAIN = Duration.ofMinutes(1);

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

  protected LoginSession() {}

  LoginSession(
      String tokenHash, AccountId account, DeviceId device, Instant now, DeviceSettings settings) {
    this.tokenHash = tokenHash;
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
    Instant idle = now.plus(settings.loginIdle());
    Instant longest = madeAt.plus(settings.loginLongest());
    return idle.isBefore(longest) ? idle : longest;
  }
}
