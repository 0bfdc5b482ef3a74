package dev.switchboard.calls;

import dev.switchboard.media.LegQuality;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes samples of the readings of one call: every ten seconds in its first hour, then every
 * minute, for a day at most and of its first legs only, so that no call fills the database. Nothing
 * is sampled before the first media flows. Pure; on one thread.
 */
final class CallSampling {
  static final Duration AT_FIRST = Duration.ofSeconds(10);
  static final Duration LATER = Duration.ofMinutes(1);
  static final Duration FIRST_PART = Duration.ofHours(1);
  static final Duration LONGEST = Duration.ofDays(1);
  static final int MAX_LEGS = 16;

  private final CallId call;
  private final Instant begin;
  private final Map<LegId, Directions> legs = new LinkedHashMap<>();
  private Instant from;

  private record Directions(FiguresAverage up, FiguresAverage down) {}

  CallSampling(CallId call, Instant begin) {
    this.call = call;
    this.begin = begin;
    this.from = begin;
  }

  /** Adds a reading of the call's legs. */
  void add(List<LegQuality> readings, Instant now) {
    if (Duration.between(begin, now).compareTo(LONGEST) > 0) {
      return;
    }
    for (LegQuality reading : readings) {
      LegId leg = new LegId(reading.legId());
      boolean flows = reading.up().bitrate() > 0 || reading.down().bitrate() > 0;
      if (legs.containsKey(leg) || flows && legs.size() < MAX_LEGS) {
        Directions directions =
            legs.computeIfAbsent(
                leg, x -> new Directions(new FiguresAverage(), new FiguresAverage()));
        directions.up().add(reading.up());
        directions.down().add(reading.down());
      }
    }
  }

  boolean isDue(Instant now) {
    boolean first = Duration.between(begin, now).compareTo(FIRST_PART) <= 0;
    return Duration.between(from, now).compareTo(first ? AT_FIRST : LATER) >= 0;
  }

  /** A sample of what has been added since this was asked last; empty if that is nothing. */
  Optional<CallSample> take(Instant now) {
    List<CallSample.OfLeg> taken =
        legs.entrySet().stream()
            .map(
                leg ->
                    new CallSample.OfLeg(
                        leg.getKey(),
                        leg.getValue().up().figures(),
                        leg.getValue().down().figures()))
            .toList();
    CallSample sample = new CallSample(call, from, now, taken);
    legs.clear();
    from = now;
    return taken.isEmpty() ? Optional.empty() : Optional.of(sample);
  }
}
