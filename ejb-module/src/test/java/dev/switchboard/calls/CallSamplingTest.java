package dev.switchboard.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.switchboard.media.LegQuality;
import dev.switchboard.media.LegQuality.Flow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallSamplingTest {
  private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");
  private static final Flow NOTHING = new Flow(0, 0, 0, 0, 0, -127, 0, 0, 0, 0, "", false);
  private static final Flow GOOD =
      new Flow(1_000_000, 0, 0, 4, 40, -20, 30, 0, 0, 4.4, "VP8", false);
  private static final Flow BAD =
      new Flow(500_000, 0.2, 0.1, 60, 0, -20, 10, 2, 900, 2.4, "VP8", false);

  private final CallSampling sampling = new CallSampling(new CallId("call"), BEGIN);

  private static List<LegQuality> reading(Flow up, Flow down) {
    return List.of(new LegQuality("leg", up, down));
  }

  private static Instant after(long seconds) {
    return BEGIN.plusSeconds(seconds);
  }

  @Test
  void aSampleHasTheAverageOfItsReadingsTheWorstJitterAndAllFreezes() {
    sampling.add(reading(GOOD, GOOD), after(2));
    sampling.add(reading(BAD, GOOD), after(4));
    CallSample sample = sampling.take(after(10)).orElseThrow();

    assertThat(sample.from()).isEqualTo(BEGIN);
    assertThat(sample.until()).isEqualTo(after(10));
    Figures up = sample.legs().get(0).up();
    assertThat(up.bitrate()).isEqualTo(750_000);
    assertThat(up.loss()).isCloseTo(0.1, within(1e-9));
    assertThat(up.unrecovered()).isCloseTo(0.05, within(1e-9));
    assertThat(up.jitter()).isEqualTo(60);
    assertThat(up.roundTrip()).as("of those readings that know it").hasValue(40);
    assertThat(up.framesPerSecond()).isEqualTo(20);
    assertThat(up.freezes()).isEqualTo(2);
    assertThat(up.frozenMillis()).isEqualTo(900);
    assertThat(up.mos().orElseThrow()).isCloseTo(3.4, within(1e-9));
    assertThat(sample.legs().get(0).down().mos().orElseThrow()).isCloseTo(4.4, within(1e-9));
    assertThat(sampling.take(after(20))).as("nothing since").isEmpty();
  }

  @Test
  void nothingIsSampledBeforeMediaFlowsButAnOutageIs() {
    sampling.add(reading(NOTHING, NOTHING), after(2));
    assertThat(sampling.take(after(10))).isEmpty();
    sampling.add(reading(GOOD, NOTHING), after(12));
    sampling.add(reading(NOTHING, NOTHING), after(14));
    Figures up = sampling.take(after(20)).orElseThrow().legs().get(0).up();
    assertThat(up.bitrate()).isEqualTo(500_000);
    assertThat(up.mos()).isEqualTo(OptionalDouble.of(4.4));
  }

  @Test
  void aSampleIsDueEachTenSecondsAndAfterAnHourEachMinute() {
    assertThat(sampling.isDue(after(9))).isFalse();
    assertThat(sampling.isDue(after(10))).isTrue();
    sampling.take(after(10));
    assertThat(sampling.isDue(after(19))).isFalse();
    sampling.take(after(3_601));
    assertThat(sampling.isDue(after(3_660))).isFalse();
    assertThat(sampling.isDue(after(3_661))).isTrue();
  }

  @Test
  void aCallHasASampleOfSixteenLegsAtMostAndNoneAfterADay() {
    List<LegQuality> crowd =
        IntStream.range(0, 2_000).mapToObj(i -> new LegQuality("leg" + i, NOTHING, GOOD)).toList();
    sampling.add(crowd, after(2));
    assertThat(sampling.take(after(10)).orElseThrow().legs()).hasSize(CallSampling.MAX_LEGS);
    Instant tooLate = BEGIN.plus(Duration.ofDays(1)).plusSeconds(1);
    sampling.add(crowd, tooLate);
    assertThat(sampling.take(tooLate)).isEmpty();
  }
}
