package dev.switchboard.devices;

import dev.switchboard.Problem;

/** What a phone finds by the code that its user has typed or scanned. */
public sealed interface PairingLookUp {
  /**
   * The TV that shows this code.
   *
   * @param code as it shows it: {@code BCDF-GHJK}
   */
  record Found(String code, PairingEntry tv) implements PairingLookUp {}

  /** There is none, or too many were tried; at field {@code code}. */
  record Refused(Problem problem) implements PairingLookUp {}
}
