package dev.switchboard.accounts;

import dev.switchboard.Secrets;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One attempt at something that may not be tried too often. */
@Entity
@Table(name = "attempts")
class Attempt {
  @Id private String id;
  private String kind;
  private String subject;

  @Column(name = "made_at")
  private Instant madeAt;

  protected Attempt() {}

  Attempt(String kind, String subject, Instant madeAt) {
    this.id = Secrets.id();
    this.kind = kind;
    this.subject = subject;
    this.madeAt = madeAt;
  }

  String id() {
    return id;
  }
}
