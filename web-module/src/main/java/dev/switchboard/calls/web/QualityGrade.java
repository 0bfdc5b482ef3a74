package dev.switchboard.calls.web;

import dev.switchboard.calls.Figures;
import dev.switchboard.calls.LegRecord;
import java.util.OptionalDouble;

/**
 * A call's quality in a word, by the worse direction: what people would think of the sound (the
 * categories of ITU-T G.107 annex B), and how much of the time the picture stood still. The bars on
 * the call page have the same limits for the sound.
 *
 * @param bars 1 (poor) to 4 (excellent)
 */
public record QualityGrade(int bars) {
  private static final double[] SCORES = {3.1, 3.6, 4.0};
  private static final double[] FROZEN = {0.1, 0.03, 0.005};

  static QualityGrade of(LegRecord record) {
    return new QualityGrade(Math.min(bars(record.received()), bars(record.sent())));
  }

  private static int bars(LegRecord.Direction direction) {
    OptionalDouble score = direction.average(Figures::mos);
    OptionalDouble frozen = direction.frozenShare();
    int bars = 1;
    while (bars <= SCORES.length
        && score.orElse(Double.MAX_VALUE) >= SCORES[bars - 1]
        && frozen.orElse(0) <= FROZEN[bars - 1]) {
      bars++;
    }
    return bars;
  }

  /** The style of its badge. */
  public String style() {
    return bars >= 3 ? "good" : bars == 2 ? "warn" : "bad";
  }
}
