package dev.switchboard.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * What is kept of a leg's quality, for the one who had it.
 *
 * @param entry the call
 * @param received what the leg was sent
 * @param sent what it sent
 */
public record LegRecord(HistoryEntry entry, Direction received, Direction sent) {

  /** The figures between two moments. */
  public record Sample(Instant from, Instant until, Figures figures) {
    double seconds() {
      return Duration.between(from, until).toNanos() / 1e9;
    }
  }

  /**
   * One direction of the leg, and what is said of it in one number. What is not known is left out,
   * and empty if it never was.
   *
   * @param samples the earliest first; none if there was no media
   */
  public record Direction(List<Sample> samples) {
    /** By the time that each sample stands for. */
    public OptionalDouble average(Function<Figures, OptionalDouble> figure) {
      double sum = 0;
      double seconds = 0;
      for (Sample sample : samples) {
        OptionalDouble value = figure.apply(sample.figures());
        if (value.isPresent()) {
          sum += value.getAsDouble() * sample.seconds();
          seconds += sample.seconds();
        }
      }
      return seconds == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / seconds);
    }

    public OptionalDouble lowest(Function<Figures, OptionalDouble> figure) {
      return known(figure).min();
    }

    public OptionalDouble highest(Function<Figures, OptionalDouble> figure) {
      return known(figure).max();
    }

    private DoubleStream known(Function<Figures, OptionalDouble> figure) {
      return samples.stream()
          .map(sample -> figure.apply(sample.figures()))
          .filter(OptionalDouble::isPresent)
          .mapToDouble(OptionalDouble::getAsDouble);
    }

    /** How much of the time the picture stood still, 0 to 1. */
    public OptionalDouble frozenShare() {
      double seconds = samples.stream().mapToDouble(Sample::seconds).sum();
      return seconds == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(total(Figures::frozenMillis) / 1_000 / seconds);
    }

    public double total(ToDoubleFunction<Figures> figure) {
      return samples.stream().mapToDouble(sample -> figure.applyAsDouble(sample.figures())).sum();
    }
  }
}
