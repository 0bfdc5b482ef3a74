package dev.switchboard.calls;

import dev.switchboard.media.LegQuality.Flow;
import java.util.OptionalDouble;

/** Adds up the readings of one direction of a leg. Pure. */
final class FiguresAverage {
  private int readings;
  private double bitrate;
  private double loss;
  private double unrecovered;
  private double jitter;
  private int roundTrips;
  private double roundTrip;
  private double framesPerSecond;
  private int freezes;
  private double frozenMillis;
  private int scores;
  private double mos;

  void add(Flow flow) {
    readings++;
    bitrate += flow.bitrate();
    loss += flow.loss();
    unrecovered += flow.unrecovered();
    jitter = Math.max(jitter, flow.jitter());
    framesPerSecond += flow.framesPerSecond();
    freezes += flow.freezes();
    frozenMillis += flow.frozenMillis();
    if (flow.roundTrip() > 0) {
      roundTrips++;
      roundTrip += flow.roundTrip();
    }
    if (flow.meanOpinionScore() > 0) {
      scores++;
      mos += flow.meanOpinionScore();
    }
  }

  /** The figures of all that was added, which must be something. */
  Figures figures() {
    return new Figures(
        Math.round(bitrate / readings),
        loss / readings,
        unrecovered / readings,
        jitter,
        average(roundTrip, roundTrips),
        framesPerSecond / readings,
        freezes,
        frozenMillis,
        average(mos, scores));
  }

  private static OptionalDouble average(double sum, int count) {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
  }
}
