package dev.switchboard.media.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RenumberingTest {
  private final Renumbering numbers = new Renumbering();

  @Test
  @DisplayName("closes the gap of what is left out, and knows what was received for what was sent")
  void closesGaps() {
    numbers.begin(0, 7, 100);
    List<Long> sent = new ArrayList<>();
    for (long number = 7; number <= 14; number++) {
      if (number == 11 || number == 12) {
        numbers.leaveOut(number);
      } else {
        sent.add(send(number));
      }
    }
    long first = sent.get(0);
    assertThat(sent).containsExactly(first, first + 1, first + 2, first + 3, first + 4, first + 5);
    assertThat(received(first + 3)).isEqualTo(10);
    assertThat(received(first + 4)).isEqualTo(13);
    assertThat(numbers.findSent(first + 6)).isFalse();
    assertThat(numbers.findSent(first - 1)).isFalse();
  }

  @Test
  @DisplayName("keeps the place of what is missing, and gives it to what comes late")
  void keepsPlaces() {
    numbers.begin(0, 7, 0);
    long first = send(7);
    assertThat(send(10)).isEqualTo(first + 3);
    numbers.leaveOut(11);
    assertThat(send(12)).isEqualTo(first + 4);
    assertThat(send(8)).isEqualTo(first + 1);
    numbers.leaveOut(9);
    assertThat(send(13)).isEqualTo(first + 5);
    assertThat(numbers.findReceived(6)).as("before the first").isFalse();
  }

  @Test
  @DisplayName("goes on where the last encoding ended, and still knows what was sent of that")
  void changesEncodings() {
    numbers.begin(0, 65_540, 10);
    long first = send(65_540);
    send(65_541);
    numbers.begin(1, 3, -20);
    assertThat(send(3)).isEqualTo(first + 2);
    assertThat(numbers.timestampStep()).isEqualTo(-20);
    assertThat(numbers.findReceived(2)).as("before the first of this encoding").isFalse();
    assertThat(received(first + 1)).isEqualTo(65_541);
    assertThat(numbers.encoding()).isZero();
    assertThat(numbers.timestampStep()).isEqualTo(10);
    numbers.clear();
    assertThat(numbers.findSent(first + 2)).isFalse();
  }

  @Test
  @DisplayName("never uses a number twice, whatever is left out, late or lost")
  void neverTwice() {
    Random random = new Random(4);
    for (int round = 0; round < 50; round++) {
      numbers.begin(round % 3, random.nextInt(1_000), 0);
      long base = random.nextInt(1 << 20);
      numbers.begin(round % 3, base, 0);
      Map<Long, Long> receivedBySent = new HashMap<>();
      List<Long> late = new ArrayList<>();
      for (long number = base; number < base + 60; number++) {
        int fate = number == base ? 0 : random.nextInt(10);
        if (fate < 6) {
          remember(receivedBySent, number);
        } else if (fate < 8) {
          numbers.leaveOut(number);
        } else if (fate < 9) {
          late.add(number);
        }
      }
      late.forEach(number -> remember(receivedBySent, number));
      receivedBySent.forEach((sent, received) -> assertThat(received(sent)).isEqualTo(received));
    }
  }

  private void remember(Map<Long, Long> receivedBySent, long number) {
    assertThat(receivedBySent.put(send(number), number)).isNull();
  }

  private long send(long number) {
    assertThat(numbers.findReceived(number)).isTrue();
    long sent = numbers.sent(number);
    numbers.isNewest(sent);
    return sent;
  }

  private long received(long sent) {
    assertThat(numbers.findSent(sent)).isTrue();
    return numbers.received(sent);
  }
}
