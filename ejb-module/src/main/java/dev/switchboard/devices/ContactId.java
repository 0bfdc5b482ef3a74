package dev.switchboard.devices;

import dev.switchboard.Secrets;
import java.io.Serializable;

/** A contact's id: 22 characters. */
public record ContactId(String value) implements Serializable {

  /** A new id of 128 random bits. */
  public static ContactId random() {
    return new ContactId(Secrets.id());
  }

  @Override
  public String toString() {
    return value;
  }
}
