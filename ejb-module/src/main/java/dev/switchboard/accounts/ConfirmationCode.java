package dev.switchboard.accounts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The code that was sent to an account's number last. Only its hash is known here. */
@Entity
@Table(name = "confirmation_codes")
class ConfirmationCode {
  @Id
  @Column(name = "account_id")
  private String account;

  @Column(name = "code_hash")
  private String codeHash;

  @Column(name = "expires_at")
  private Instant expiresAt;

  protected ConfirmationCode() {}

  ConfirmationCode(AccountId account) {
    this.account = account.value();
  }

  void renew(String codeHash, Instant expiresAt) {
    this.codeHash = codeHash;
    this.expiresAt = expiresAt;
  }

  boolean matches(String codeHash, Instant now) {
    return this.codeHash.equals(codeHash) && now.isBefore(expiresAt);
  }
}
