package dev.switchboard.calls.socket;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Lets something happen at most once in each span of time. Thread-safe. */
final class Pace {
  private final Duration every;
  private final Clock clock;
  private Instant last;

  /**
   * @param every the least time between two, and before the first
   */
  Pace(Duration every, Clock clock) {
    this.every = every;
    this.clock = clock;
    this.last = clock.instant();
  }

  /** Whether it is to happen now; the time to the next one then begins. */
  synchronized boolean isDue() {
    Instant now = clock.instant();
    if (now.isBefore(last.plus(every))) {
      return false;
    }
    last = now;
    return true;
  }
}
