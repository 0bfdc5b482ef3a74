package dev.switchboard.calls;

import dev.switchboard.Secrets;
import java.io.Serializable;

/** A call's id: random, so that knowing it is no easier than having a part in the call. */
public record CallId(String value) implements Serializable {
  /** A new id of 128 random bits. */
  public static CallId random() {
    return new CallId(Secrets.id());
  }

  @Override
  public String toString() {
    return value;
  }
}
