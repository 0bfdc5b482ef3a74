package dev.switchboard.calls;

import java.time.Instant;
import java.util.Optional;

/**
 * One step of a call or of one of its legs, to be published in the transaction that makes it.
 *
 * @param sequence 1 for a call's first change, then without gaps
 * @param leg the leg that changed; empty if it was the call itself
 * @param from the former state's name; empty for a leg that is new
 * @param cause of an end
 */
record CallChange(
    long sequence,
    Instant at,
    Optional<Leg> leg,
    Optional<String> from,
    String to,
    Optional<Cause> cause) {

  boolean isEnd() {
    return cause.isPresent();
  }
}
