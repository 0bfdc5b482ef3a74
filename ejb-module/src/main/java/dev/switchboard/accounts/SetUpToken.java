package dev.switchboard.accounts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Makes the one who registers with it the first administrator. Only its hash is known here. */
@Entity
@Table(name = "set_up_tokens")
class SetUpToken {
  @Id
  @Column(name = "token_hash")
  private String hash;

  @Column(name = "made_at")
  private Instant madeAt;

  protected SetUpToken() {}

  SetUpToken(String hash, Instant madeAt) {
    this.hash = hash;
    this.madeAt = madeAt;
  }
}
