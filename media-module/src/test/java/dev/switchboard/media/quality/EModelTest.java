package dev.switchboard.media.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.switchboard.media.quality.EModel.Equipment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The E-model")
class EModelTest {
  private static final Equipment G711_CONCEALED = new Equipment(0, 25.1);
  private static final Equipment G729A = new Equipment(11, 19);

  @Test
  @DisplayName("rates a connection with the default values of G.107 at 93.2, a score of 4.41")
  void defaults() {
    double r = EModel.rating(0, 0, Equipment.OPUS);
    assertThat(r).isCloseTo(93.2, within(0.05));
    assertThat(EModel.meanOpinionScore(r)).isCloseTo(4.41, within(0.005));
  }

  @ParameterizedTest(name = "R {0} is {1}")
  @DisplayName("translates ratings into opinions as table B.1 of G.107 does, within 1 and 4.5")
  @CsvSource({
    "100, 4.50",
    "90, 4.34",
    "80, 4.03",
    "70, 3.60",
    "60, 3.10",
    "50, 2.58",
    "0, 1",
    "3, 1",
    "-40, 1",
    "130, 4.5"
  })
  void opinions(double r, double score) {
    assertThat(EModel.meanOpinionScore(r)).isCloseTo(score, within(0.006));
  }

  @ParameterizedTest(name = "{0} ms cost {1}")
  @DisplayName("takes off for delay alone what table 2 of G.113 (02/96) does")
  @CsvSource({"100, 0", "150, 0", "200, 3", "300, 15", "400, 25", "500, 30", "600, 35", "800, 40"})
  void delay(double millis, double impairment) {
    assertThat(EModel.absoluteDelay(millis)).isCloseTo(impairment, within(1.6));
  }

  @ParameterizedTest(name = "{0} % cost {1}")
  @DisplayName("takes off for loss what G.113 appendix I measured for G.729A")
  @CsvSource({"0, 11", "1, 15", "2, 19", "4, 26"})
  void loss(double percent, double impairment) {
    assertThat(EModel.effectiveImpairment(percent / 100, G729A)).isCloseTo(impairment, within(0.5));
  }

  @Test
  @DisplayName("is never better for more delay, more loss, or a codec that stands less of it")
  void isMonotonic() {
    for (int delay = 0; delay < 1_000; delay += 10) {
      assertThat(EModel.delayImpairment(delay + 10)).isGreaterThan(EModel.delayImpairment(delay));
    }
    for (double loss = 0; loss < 1; loss += 0.01) {
      double plain = EModel.rating(100, loss, Equipment.OPUS);
      assertThat(EModel.rating(100, loss + 0.01, Equipment.OPUS)).isLessThan(plain);
      assertThat(EModel.rating(100, loss, Equipment.OPUS_FEC)).isGreaterThanOrEqualTo(plain);
      assertThat(EModel.rating(100, loss, G711_CONCEALED))
          .isGreaterThanOrEqualTo(EModel.rating(100, loss, Equipment.OPUS_FEC));
    }
  }
}
