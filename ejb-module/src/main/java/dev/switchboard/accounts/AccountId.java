package dev.switchboard.accounts;

import dev.switchboard.Secrets;
import java.io.Serializable;

/** An account's id, which stays when its name changes: 22 characters. */
public record AccountId(String value) implements Serializable {

  /** A new id of 128 random bits. */
  public static AccountId random() {
    return new AccountId(Secrets.id());
  }

  @Override
  public String toString() {
    return value;
  }
}
