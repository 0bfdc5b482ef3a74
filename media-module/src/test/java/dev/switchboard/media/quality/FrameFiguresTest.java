package dev.switchboard.media.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The frames of a picture")
class FrameFiguresTest {
  private static final long MILLI = 1_000_000L;

  private final FrameFigures figures = new FrameFigures();
  private long now = 5_000 * MILLI;
  private long number = 65_530;

  /** Frames of two packets, 40 ms apart. */
  private void frames(int count) {
    for (int i = 0; i < count; i++) {
      now += 40 * MILLI;
      figures.came(number++, false, false, now);
      figures.came(number++, true, false, now);
    }
  }

  @Test
  @DisplayName("are counted when their last packet has come, over the wrap of the numbers")
  void counts() {
    frames(25);
    figures.came(number++, false, false, now);
    assertThat(figures.take()).isEqualTo(new Frames(25, 0, 0));
    figures.came(number++, true, false, now);
    assertThat(figures.take().count()).isEqualTo(1);
    assertThat(figures.take()).isEqualTo(Frames.NONE);
  }

  @Test
  @DisplayName("wait for what is missing, and come all at once when it has been sent again")
  void waitForRepairs() {
    frames(10);
    long missing = number++;
    figures.came(number++, true, false, now);
    frames(5);
    assertThat(figures.take().count()).isEqualTo(10);
    figures.came(missing, false, false, now);
    assertThat(figures.take())
        .as("200 ms after frames each 40 ms")
        .isEqualTo(new Frames(6, 1, 200));
    figures.came(missing, false, false, now);
    assertThat(figures.take().count()).as("a packet that comes twice").isZero();
  }

  @Test
  @DisplayName("begin anew with a key frame when something is lost for good")
  void goOnWithAKeyFrame() {
    frames(10);
    number++;
    frames(20);
    assertThat(figures.take().count()).isEqualTo(10);
    now += 40 * MILLI;
    figures.came(number++, true, true, now);
    frames(3);
    assertThat(figures.take()).isEqualTo(new Frames(4, 1, 840));
  }

  @Test
  @DisplayName("go on without a key frame after a second or two, and without what came meanwhile")
  void goOnInTheEnd() {
    frames(1);
    number++;
    frames(600);
    assertThat(figures.take().count()).isBetween(80, 100);
    number += 5_000;
    frames(2_000);
    assertThat(figures.take().count()).isEqualTo(2_000);
  }

  @Test
  @DisplayName(
      "stand still after 150 ms more than usual, or three times as long, but pause after 5 s")
  void freezesAndPauses() {
    frames(3);
    now += 400 * MILLI;
    frames(1);
    assertThat(figures.take().freezes()).as("too few to tell what is usual").isZero();
    frames(30);
    now += 149 * MILLI;
    frames(1);
    assertThat(figures.take().freezes()).as("189 ms").isZero();
    frames(30);
    now += 150 * MILLI;
    frames(1);
    assertThat(figures.take()).as("190 ms").isEqualTo(new Frames(31, 1, 190));
    frames(30);
    now += 6_000 * MILLI;
    frames(1);
    assertThat(figures.take().freezes()).as("nobody sends").isZero();
  }

  @Test
  @DisplayName("of several encodings are those of the liveliest")
  void encodings() {
    Frames lively = new Frames(30, 1, 200);
    assertThat(Frames.NONE.or(lively).or(new Frames(7, 0, 0))).isEqualTo(lively);
  }

  @Test
  @DisplayName("of a slow picture stand still only after three times as long")
  void slowPictures() {
    for (int i = 0; i < 20; i++) {
      now += 500 * MILLI;
      figures.came(number++, true, false, now);
    }
    now += 1_499 * MILLI;
    figures.came(number++, true, false, now);
    assertThat(figures.take().freezes()).isZero();
    now += 1_700 * MILLI;
    figures.came(number++, true, false, now);
    assertThat(figures.take().freezes()).isEqualTo(1);
  }

  @Test
  @DisplayName("are counted on when the sender numbers anew")
  void numbersAnew() {
    frames(5);
    number += 1;
    frames(5);
    figures.restarted();
    number = 17;
    frames(5);
    assertThat(figures.take().count()).isEqualTo(10);
  }
}
