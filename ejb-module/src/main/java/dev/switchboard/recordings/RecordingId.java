package dev.switchboard.recordings;

import dev.switchboard.Secrets;
import java.io.Serializable;

/** A recording's id: 22 characters, which are the name of its folder, too. */
public record RecordingId(String value) implements Serializable {
  /** A new id of 128 random bits. */
  public static RecordingId random() {
    return new RecordingId(Secrets.id());
  }

  @Override
  public String toString() {
    return value;
  }
}
