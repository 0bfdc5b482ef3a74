package dev.switchboard.calls.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.calls.CallId;
import dev.switchboard.calls.Figures;
import dev.switchboard.calls.HistoryEntry;
import dev.switchboard.calls.LegId;
import dev.switchboard.calls.LegRecord;
import dev.switchboard.calls.LegRecord.Direction;
import dev.switchboard.calls.LegRecord.Sample;
import dev.switchboard.calls.Party;
import dev.switchboard.signalling.ServerMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallQualityTest {
  private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");

  /** Samples of ten seconds with these scores, 0 for none, each frozen for so long. */
  private static Direction direction(double frozenMillis, double... scores) {
    List<Sample> samples = new ArrayList<>();
    for (double score : scores) {
      Instant from = BEGIN.plusSeconds(10L * samples.size());
      OptionalDouble mos = score == 0 ? OptionalDouble.empty() : OptionalDouble.of(score);
      samples.add(
          new Sample(
              from,
              from.plusSeconds(10),
              new Figures(1, 0, 0, 0, OptionalDouble.empty(), 30, 0, frozenMillis, mos)));
    }
    return new Direction(samples);
  }

  private static LegRecord record(Direction received, Direction sent) {
    HistoryEntry entry =
        new HistoryEntry(
            new CallId("call"),
            new LegId("leg"),
            ServerMessage.Direction.OUTGOING,
            new Party(null, "bob", null, null, null, null),
            Optional.empty(),
            List.of(),
            false,
            BEGIN,
            Optional.empty(),
            Optional.empty(),
            false,
            false);
    return new LegRecord(entry, received, sent);
  }

  @ParameterizedTest
  @CsvSource({
    "4.4, 4.4, 0, 4",
    "4.0, 4.4, 0, 4",
    "4.4, 3.9, 0, 3",
    "3.5, 4.4, 0, 2",
    "4.4, 3.0, 0, 1",
    "0, 4.4, 0, 4",
    "4.4, 4.4, 100, 3",
    "4.4, 4.4, 500, 2",
    "4.4, 4.4, 2000, 1"
  })
  void theGradeIsThatOfTheWorseDirectionInSoundAndPicture(
      double received, double sent, double frozenMillis, int bars) {
    LegRecord record = record(direction(frozenMillis, received), direction(0, sent));
    assertThat(QualityGrade.of(record).bars()).isEqualTo(bars);
  }

  @Test
  void aPlotHasAStepForEachSampleAndAGapWhereNothingIsKnown() {
    LegRecord record = record(direction(0, 4.5, 1, 0, 2.75), direction(0, 0));
    QualityPlot plot = QualityPlot.of("sound", 1, 4.5, record, Figures::mos);
    assertThat(plot.received())
        .isEqualTo("M0.0 0.0L150.0 0.0L150.0 120.0L300.0 120.0M450.0 60.0L600.0 60.0");
    assertThat(plot.sent()).isEmpty();
    assertThat(plot.high()).isEqualTo(4.5);
  }

  @Test
  void aPlotIsWidenedToWhatThereIsToShow() {
    LegRecord record = record(direction(0, 4), direction(0, 2));
    QualityPlot plot = QualityPlot.of("sound", 0, 1, record, Figures::mos);
    assertThat(plot.high()).isEqualTo(4);
    assertThat(plot.received()).isEqualTo("M0.0 0.0L600.0 0.0");
    assertThat(plot.sent()).isEqualTo("M0.0 60.0L600.0 60.0");
  }
}
