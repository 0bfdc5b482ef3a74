package dev.switchboard.signalling;

import com.fasterxml.jackson.annotation.JsonValue;

/** What the device that places a third-party call does in it (S2.4). */
public enum CallerPart {
  /** It talks with the others until its user leaves. */
  STAYS("stays"),
  /** It steps out as soon as the others are connected. */
  LEAVES("leaves"),
  /** It never joins. */
  ABSENT("absent");

  private final String wire;

  CallerPart(String wire) {
    this.wire = wire;
  }

  @JsonValue
  public String wire() {
    return wire;
  }
}
