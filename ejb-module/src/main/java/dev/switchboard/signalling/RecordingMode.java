package dev.switchboard.signalling;

import com.fasterxml.jackson.annotation.JsonValue;

/** Whom a recording shows. */
public enum RecordingMode {
  /** Everybody in the call, each in a track of their own. */
  BOTH("both"),
  /** Everybody but who asked for the recording. */
  OTHER("other");

  private final String wire;

  RecordingMode(String wire) {
    this.wire = wire;
  }

  @JsonValue
  public String wire() {
    return wire;
  }
}
