package dev.switchboard.calls.socket;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** At most so many requests in any window of time. Not thread-safe: one connection uses it. */
final class RateLimiter {
  /** What to do with a request. */
  enum Verdict {
    /** Do it. */
    ALLOW,
    /** Refuse it and tell why. */
    REFUSE,
    /** The terminal was refused as often as it may ask, and goes on: end the connection. */
    DISCONNECT
  }

  private final int limit;
  private final Duration window;
  private final Clock clock;
  private final Deque<Instant> arrivals = new ArrayDeque<>();

  RateLimiter(int limit, Duration window, Clock clock) {
    this.limit = limit;
    this.window = window;
    this.clock = clock;
  }

  /** Counts a request, refused ones too: who floods must stop before being heard again. */
  Verdict arrive() {
    Instant now = clock.instant();
    Instant horizon = now.minus(window);
    while (!arrivals.isEmpty() && !arrivals.getFirst().isAfter(horizon)) {
      arrivals.removeFirst();
    }
    if (arrivals.size() >= 2 * limit) {
      return Verdict.DISCONNECT;
    }
    arrivals.addLast(now);
    return arrivals.size() <= limit ? Verdict.ALLOW : Verdict.REFUSE;
  }
}
