package dev.switchboard.calls;

import dev.switchboard.media.LegQuality;
import dev.switchboard.media.LegQuality.Flow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** What operators see of quality: how often each figure was how good, by direction. */
@ApplicationScoped
public class QualityMeters {
  @Inject private MeterRegistry meters;
  private Direction up;
  private Direction down;

  @PostConstruct
  void register() {
    up = new Direction(meters, "up");
    down = new Direction(meters, "down");
  }

  /** Counts a reading of two seconds. */
  void record(LegQuality reading) {
    up.record(reading.up());
    down.record(reading.down());
  }

  /** The meters of one direction, seen from the leg. */
  private static final class Direction {
    private final DistributionSummary mos;
    private final DistributionSummary loss;
    private final DistributionSummary jitter;
    private final DistributionSummary roundTrip;
    private final DistributionSummary frames;
    private final DistributionSummary bitrate;
    private final Counter freezes;
    private final Counter frozen;

    Direction(MeterRegistry meters, String name) {
      mos = summary(meters, name, "mos", "Mean opinion score", 2, 2.6, 3.1, 3.6, 4, 4.3);
      loss = summary(meters, name, "loss", "Share of packets", 0.001, 0.01, 0.02, 0.05, 0.1, 0.2);
      jitter = summary(meters, name, "jitter", "Milliseconds", 5, 10, 20, 50, 100, 200);
      roundTrip = summary(meters, name, "round.trip", "Milliseconds", 20, 50, 100, 200, 400, 800);
      frames = summary(meters, name, "frames", "A second", 5, 10, 15, 20, 24, 29);
      bitrate = summary(meters, name, "bitrate", "Bit/s", 5e4, 1e5, 3e5, 6e5, 1.2e6, 2.5e6);
      freezes = counter(meters, name, "freezes", "How often pictures stood still");
      frozen = counter(meters, name, "frozen.seconds", "How long pictures stood still");
    }

    private static DistributionSummary summary(
        MeterRegistry meters, String direction, String figure, String what, double... limits) {
      return DistributionSummary.builder("switchboard.quality." + figure)
          .description(what + ", of each leg every two seconds")
          .tag("direction", direction)
          .serviceLevelObjectives(limits)
          .register(meters);
    }

    private static Counter counter(
        MeterRegistry meters, String direction, String figure, String what) {
      return Counter.builder("switchboard.quality." + figure)
          .description(what)
          .tag("direction", direction)
          .register(meters);
    }

    /** A figure that isn't known, or of what doesn't flow, says nothing of the line. */
    void record(Flow flow) {
      if (flow.bitrate() == 0) {
        return;
      }
      bitrate.record(flow.bitrate());
      loss.record(flow.loss());
      jitter.record(flow.jitter());
      if (flow.roundTrip() > 0) {
        roundTrip.record(flow.roundTrip());
      }
      if (flow.meanOpinionScore() > 0) {
        mos.record(flow.meanOpinionScore());
      }
      if (flow.framesPerSecond() > 0) {
        frames.record(flow.framesPerSecond());
      }
      freezes.increment(flow.freezes());
      frozen.increment(flow.frozenMillis() / 1e3);
    }
  }
}
