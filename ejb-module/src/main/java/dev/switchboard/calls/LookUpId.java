package dev.switchboard.calls;

import dev.switchboard.Secrets;
import java.io.Serializable;

/** A look-up's id: whoever has it may call the devices that it listed. */
public record LookUpId(String value) implements Serializable {
  /** A new id of 128 random bits. */
  public static LookUpId random() {
    return new LookUpId(Secrets.id());
  }

  @Override
  public String toString() {
    return value;
  }
}
