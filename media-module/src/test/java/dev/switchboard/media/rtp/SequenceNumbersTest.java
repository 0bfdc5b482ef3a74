package dev.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SequenceNumbersTest {
  @Test
  @DisplayName("counts on over the wrap, forward and back")
  void extend() {
    assertThat(SequenceNumbers.extend(65_535, 0)).isEqualTo(65_536);
    assertThat(SequenceNumbers.extend(65_536, 65_535)).isEqualTo(65_535);
    assertThat(SequenceNumbers.extend(3 * 65_536 + 10, 65_530)).isEqualTo(3 * 65_536 - 6);
    assertThat(SequenceNumbers.extend(0, 65_535)).isEqualTo(-1);
  }

  @Test
  @DisplayName("measures distances over the wrap")
  void distance() {
    assertThat(SequenceNumbers.distance(65_535, 1)).isEqualTo(2);
    assertThat(SequenceNumbers.distance(1, 65_535)).isEqualTo(-2);
    assertThat(SequenceNumbers.distance(0, 32_767)).isEqualTo(32_767);
  }
}
