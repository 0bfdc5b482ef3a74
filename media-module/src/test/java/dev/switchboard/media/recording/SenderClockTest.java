package dev.switchboard.media.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.rtp.SenderTime;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SenderClockTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;
  private static final long SENDER = 3_900_000_000L * SECOND;
  private static final long WAY = 40 * MILLI;

  private final SenderClock clock = new SenderClock();
  private final Random random = new Random(1);
  private double drift;

  private long senderTime(long second) {
    return SENDER + (long) (second * SECOND * (1 + drift));
  }

  private void observe(long second, long jitter) {
    long arrival = second * SECOND + WAY + jitter;
    observe(second, arrival, 2 * WAY + second);
  }

  private void observe(long second, long arrival, long roundTrip) {
    clock.observe(new SenderTime(0, senderTime(second), arrival, arrival, roundTrip));
  }

  private double errorMillis(long second) {
    return (clock.toLoop(senderTime(second)) - second * SECOND) / 1e6;
  }

  @Test
  @DisplayName("finds the offset in spite of jitter, and follows a drift of 100 ppm for hours")
  void followsDrift() {
    drift = 100e-6;
    for (long second = 0; second < 7_200; second++) {
      observe(second, (long) (random.nextDouble() * 80 * MILLI));
      if (second > 60) {
        assertThat(errorMillis(second)).as("at %d s", second).isBetween(-10.0, 15.0);
      }
    }
  }

  @Test
  @DisplayName("halves no round trip before it has three: the first may be that of a busy machine")
  void waitsForRoundTrips() {
    for (long second = 0; second < 3; second++) {
      observe(second, second * SECOND + WAY, second < 2 ? 0 : 1_000 * MILLI);
      assertThat(errorMillis(second)).isBetween(39.0, 41.0);
    }
    observe(3, 3 * SECOND + WAY, 1_000 * MILLI);
    assertThat(errorMillis(3)).as("told twice, measured once").isBetween(39.0, 41.0);
    observe(4, 4 * SECOND + WAY, 2 * WAY);
    observe(5, 5 * SECOND + WAY, 2 * WAY + 1);
    assertThat(errorMillis(5)).isBetween(-1.0, 1.0);
  }

  @Test
  @DisplayName("is not led astray by a report that was held up, but follows a clock that was set")
  void followsSteps() {
    for (long second = 0; second < 100; second++) {
      observe(second, second % 10 == 9 ? 3_000 * MILLI : 0);
      if (second > 2) {
        assertThat(errorMillis(second)).as("at %d s", second).isBetween(-1.0, 1.0);
      }
    }
    for (long second = 100; second < 110; second++) {
      observe(second, 5_000 * MILLI);
    }
    assertThat(errorMillis(110)).isBetween(4_990.0, 5_010.0);
    for (long second = 110; second < 112; second++) {
      observe(second, 0);
    }
    assertThat(errorMillis(112)).isBetween(-1.0, 1.0);
  }
}
