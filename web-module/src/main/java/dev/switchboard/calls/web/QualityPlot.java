package dev.switchboard.calls.web;

import dev.switchboard.calls.Figures;
import dev.switchboard.calls.LegRecord;
import dev.switchboard.calls.LegRecord.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One figure of both directions over the time of a call, as paths of an SVG picture of {@link
 * #WIDTH} by {@link #HEIGHT}. A sample is a step as long as its time; where a figure was not known,
 * the line is broken. Pure.
 *
 * @param key the end of the key of the figure's name
 * @param low the figure at the lower edge
 * @param high the figure at the upper edge
 * @param received path data of what was received
 * @param sent path data of what was sent
 */
public record QualityPlot(String key, double low, double high, String received, String sent) {
  /** Units of the picture. */
  public static final int WIDTH = 600;

  public static final int HEIGHT = 120;

  /** The scale is widened to what there is to show. */
  static QualityPlot of(
      String key, double low, double high, LegRecord record, Function<Figures, OptionalDouble> of) {
    double top =
        Stream.of(record.received(), record.sent())
            .flatMap(direction -> direction.highest(of).stream().boxed())
            .reduce(high, Math::max);
    List<Sample> all =
        Stream.of(record.received(), record.sent()).flatMap(d -> d.samples().stream()).toList();
    Instant begin = all.stream().map(Sample::from).min(Instant::compareTo).orElse(Instant.EPOCH);
    Instant end = all.stream().map(Sample::until).max(Instant::compareTo).orElse(begin);
    double length = Math.max(1, Duration.between(begin, end).toMillis());
    return new QualityPlot(
        key,
        low,
        top,
        path(record.received(), of, begin, length, low, top),
        path(record.sent(), of, begin, length, low, top));
  }

  private static String path(
      LegRecord.Direction direction,
      Function<Figures, OptionalDouble> of,
      Instant begin,
      double length,
      double low,
      double high) {
    StringBuilder path = new StringBuilder();
    boolean broken = true;
    for (Sample sample : direction.samples()) {
      OptionalDouble value = of.apply(sample.figures());
      if (value.isPresent()) {
        double share = Math.max(0, Math.min(1, (value.getAsDouble() - low) / (high - low)));
        double y = HEIGHT * (1 - share);
        path.append(broken ? 'M' : 'L');
        path.append(point(x(sample.from(), begin, length), y));
        path.append('L').append(point(x(sample.until(), begin, length), y));
      }
      broken = value.isEmpty();
    }
    return path.toString();
  }

  private static double x(Instant at, Instant begin, double length) {
    return WIDTH * Duration.between(begin, at).toMillis() / length;
  }

  private static String point(double x, double y) {
    return String.format(Locale.ROOT, "%.1f %.1f", x, y);
  }
}
