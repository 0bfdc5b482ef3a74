package dev.switchboard.calls;

import dev.switchboard.Secrets;
import java.io.Serializable;

/** A leg's id, unique among the legs of all calls. */
public record LegId(String value) implements Serializable {
  /** A new id of 128 random bits. */
  public static LegId random() {
    return new LegId(Secrets.id());
  }

  @Override
  public String toString() {
    return value;
  }
}
