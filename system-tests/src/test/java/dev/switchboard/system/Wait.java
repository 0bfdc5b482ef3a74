package dev.switchboard.system;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions, never for a time. */
final class Wait {
  private static final Duration STEP = Duration.ofMillis(25);

  private Wait() {}

  /** Returns once the condition holds; fails with its description after the limit. */
  static void until(String description, Duration limit, Callable<Boolean> condition) {
    value(description, limit, () -> condition.call() ? Boolean.TRUE : null);
  }

  /** Returns the first value that is not null; fails with its description after the limit. */
  static <T> T value(String description, Duration limit, Callable<T> source) {
    Instant end = Instant.now().plus(limit);
    Exception last = null;
    while (Instant.now().isBefore(end)) {
      try {
        T value = source.call();
        if (value != null) {
          return value;
        }
      } catch (IllegalStateException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
    throw new AssertionError("not within " + limit + ": " + description, last);
  }

  /** Fails if the condition does not hold all through the duration. */
  static void holds(String description, Duration duration, Callable<Boolean> condition) {
    Instant end = Instant.now().plus(duration);
    while (Instant.now().isBefore(end)) {
      try {
        if (!condition.call()) {
          throw new AssertionError("did not hold: " + description);
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }
}
