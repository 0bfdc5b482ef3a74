package dev.switchboard.media.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StreamClockTest {
  private static final long MILLI = 1_000_000;
  private static final long NOW = 900_000 * MILLI;

  private final StreamClock clock = new StreamClock(90_000, nanos -> nanos);

  @Test
  @DisplayName("counts timestamps on where they wrap")
  void wraps() {
    long before = clock.timeOf(0xffff_ffffL - 44, NOW);
    assertThat(clock.timeOf(0xffff_ffffL & -45 + 90_000, NOW + 1_000 * MILLI) - before)
        .isEqualTo(1_000 * MILLI);
  }

  @Test
  @DisplayName("takes the quickest frames for those that are on time, before any report")
  void goesByArrival() {
    long late = clock.timeOf(0, NOW + 50 * MILLI);
    assertThat(late).isEqualTo(NOW + 50 * MILLI);
    long time = 0;
    for (int i = 1; i <= 150; i++) {
      time = clock.timeOf(i * 3_000L, NOW + i * 33_333_333L + i % 2 * 40 * MILLI);
    }
    assertThat(time - NOW - 150 * 33_333_333L).isBetween(-MILLI, 5 * MILLI);
  }

  @Test
  @DisplayName("lets no late frame that was left out hold back the first that is not")
  void learnsFromWhatIsLeftOut() {
    clock.leftOut(0, NOW + 200 * MILLI);
    clock.leftOut(9_000, NOW + 100 * MILLI + 30 * MILLI);
    long first = clock.timeOf(18_000, NOW + 200 * MILLI + 80 * MILLI);
    assertThat(first - NOW - 200 * MILLI).isBetween(30 * MILLI, 31 * MILLI);
    clock.leftOut(27_000, NOW + 300 * MILLI);
    long second = clock.timeOf(36_000, NOW + 400 * MILLI);
    assertThat(second - first).as("it glides from then on").isBetween(194 * MILLI, 196 * MILLI);
  }

  @Test
  @DisplayName("glides to what a report tells, 25 ms a second")
  void glides() {
    clock.timeOf(0, NOW);
    clock.reported(0, NOW - 60 * MILLI);
    long second = clock.timeOf(90_000, NOW + 1_000 * MILLI);
    assertThat(second).isEqualTo(NOW + 975 * MILLI);
    long fifth = clock.timeOf(450_000, NOW + 5_000 * MILLI);
    assertThat(fifth).isEqualTo(NOW + 4_940 * MILLI);
  }

  @Test
  @DisplayName("understands the last report anew when more is known of the sender's clock")
  void refines() {
    AtomicLong fast = new AtomicLong();
    StreamClock refined = new StreamClock(90_000, nanos -> nanos - fast.get());
    refined.timeOf(0, NOW);
    refined.reported(0, NOW - 10 * MILLI);
    fast.set(12 * MILLI);
    assertThat(refined.timeOf(90_000, NOW + 1_000 * MILLI)).isEqualTo(NOW + 978 * MILLI);
    fast.set(60_000 * MILLI);
    assertThat(refined.timeOf(180_000, NOW + 2_000 * MILLI))
        .as("it was set since")
        .isEqualTo(NOW + 1_978 * MILLI);
  }

  @Test
  @DisplayName("has no frame captured after it came, whatever a report says that was held up")
  void isNeverLate() {
    clock.timeOf(0, NOW);
    clock.reported(0, NOW + 100 * MILLI);
    assertThat(clock.timeOf(90_000, NOW + 1_000 * MILLI)).isEqualTo(NOW + 1_000 * MILLI);
    for (int i = 2; i < 20; i++) {
      clock.timeOf(i * 90_000L, NOW + i * 1_000 * MILLI + 150 * MILLI);
    }
    assertThat(clock.timeOf(1_800_000, NOW + 20_150 * MILLI))
        .as("the sender lost 100 ms, and what follows comes later for good")
        .isEqualTo(NOW + 20_100 * MILLI);
  }

  @Test
  @DisplayName("does not judge what comes after a pause by how soon frames came before it")
  void drifts() {
    // 100 ppm slow, and 10 minutes without a picture: 60 ms.
    clock.timeOf(0, NOW);
    clock.reported(0, NOW);
    clock.timeOf(90_000, NOW + 1_000 * MILLI);
    clock.reported(600 * 90_000L, NOW + 600_060 * MILLI);
    assertThat(clock.timeOf(601 * 90_000L, NOW + 601_060 * MILLI)).isEqualTo(NOW + 601_060 * MILLI);
  }

  @Test
  @DisplayName("believes no report that would have frames captured after they arrived, or long ago")
  void believesNoNonsense() {
    clock.timeOf(0, NOW);
    clock.reported(0, NOW + 5_000 * MILLI);
    assertThat(clock.timeOf(90_000, NOW + 1_000 * MILLI)).isEqualTo(NOW + 1_000 * MILLI);
    clock.reported(90_000, NOW - 60_000 * MILLI);
    assertThat(clock.timeOf(180_000, NOW + 2_000 * MILLI)).isEqualTo(NOW + 2_000 * MILLI);
  }

  @Test
  @DisplayName("takes a stream that begins anew, with or without a word, as late as the last one")
  void beginsAnew() {
    clock.timeOf(0, NOW);
    clock.reported(0, NOW - 20 * MILLI);
    for (int i = 1; i < 100; i++) {
      clock.timeOf(i * 9_000L, NOW + i * 100 * MILLI);
    }
    clock.restart();
    assertThat(clock.timeOf(77, NOW + 10_000 * MILLI)).isEqualTo(NOW + 9_980 * MILLI);
    long again = clock.timeOf(0x8000_0000L, NOW + 10_100 * MILLI);
    assertThat(again).isEqualTo(NOW + 10_080 * MILLI);
  }
}
