package dev.switchboard.operation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is given to all who ask within a while, so that asking often makes no more work.
 * Thread-safe; those who ask while it is being found wait for what comes of that.
 */
final class Kept<T> {
  private final Duration fresh;
  private final Clock clock;
  private final Supplier<T> question;
  private @Nullable T answer;
  private Instant answeredAt = Instant.EPOCH;

  /**
   * @param fresh how old an answer may be
   * @param question what finds a new one, one at a time
   */
  Kept(Duration fresh, Clock clock, Supplier<T> question) {
    this.fresh = fresh;
    this.clock = clock;
    this.question = question;
  }

  synchronized T get() {
    T kept = answer;
    if (kept != null && clock.instant().isBefore(answeredAt.plus(fresh))) {
      return kept;
    }
    T found = question.get();
    answer = found;
    answeredAt = clock.instant();
    return found;
  }
}
