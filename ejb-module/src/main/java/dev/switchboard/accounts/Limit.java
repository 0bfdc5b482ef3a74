package dev.switchboard.accounts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How often something may be tried.
 *
 * @param kind what is tried; attempts of different kinds don't count together
 * @param most attempts that are let through
 * @param within the span in which they are counted; it slides
 */
public record Limit(String kind, int most, Duration within) {

  /**
   * How long to wait before the next attempt.
   *
   * @param attempts the latest ones, oldest first; those outside of the span don't matter
   * @return empty if it may be made now
   */
  Optional<Duration> waiting(List<Instant> attempts, Instant now) {
    List<Instant> counted =
        attempts.stream().filter(attempt -> attempt.plus(within).isAfter(now)).toList();
    if (counted.size() < most) {
      return Optional.empty();
    }
    // As many have to fall out of the span as leave room for one more.
    Instant leaves = counted.get(counted.size() - most).plus(within);
    return Optional.of(Duration.between(now, leaves));
  }
}
