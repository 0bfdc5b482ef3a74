package dev.switchboard.media.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.TransportFeedback;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In virtual time, over a line with a bottleneck, a queue before it, jitter and loss. */
class ReceiverEstimateTest {
  private static final int VIDEO = 1_000;
  private static final int AUDIO = 120;
  private static final int PADDING = 250;
  private static final long MILLI = 1_000_000L;
  private static final long LONGEST_QUEUE = 300 * MILLI;
  private static final long FAST = 20_000_000;

  private final ReceiverEstimate estimate = new ReceiverEstimate();
  private final TransportFeedback arrivals = new TransportFeedback();
  private final PriorityQueue<Arrival> onTheWay = new PriorityQueue<>();
  private final Random random = new Random(1);
  private long now = 1_000 * MILLI;
  private long capacity = FAST;
  private long linkFree = now;
  private long jitter;
  private double loss;
  private double demand = 1_500_000;
  private boolean wishes = true;
  private boolean pauses;
  private boolean paused;
  private boolean answers = true;
  private double owed;
  private int ticks;

  private int audioSent;
  private int audioLost;
  private long longestWait;
  private long lowest;
  private long highest;
  private long paddingSent;

  private record Arrival(int number, long at) implements Comparable<Arrival> {
    @Override
    public int compareTo(Arrival other) {
      return Long.compare(at, other.at);
    }
  }

  @Test
  @DisplayName("falls within two seconds to what a line takes that got slow, and stays there")
  void falls() {
    run(10);
    capacity = 300_000;
    run(2);
    assertThat(estimate.bitrate(now)).isLessThan(310_000);
    run(3);
    forget();
    run(60);
    assertThat(lowest).as("lowest").isGreaterThan(190_000);
    assertThat(highest).as("highest").isLessThan(360_000);
    assertThat(longestWait / MILLI).as("longest queue, ms").isLessThan(200);
    assertThat(audioLost).as("packets of sound lost").isZero();
  }

  @Test
  @DisplayName("loses less than half a second of sound when a line gets slow")
  void protectsSound() {
    run(10);
    forget();
    capacity = 300_000;
    run(30);
    assertThat((double) audioLost / audioSent).isLessThan(0.02);
  }

  @Test
  @DisplayName("lets a picture that rests come back soon, and not with what arrived before")
  void standsPauses() {
    run(10);
    capacity = 300_000;
    pauses = true;
    runMillis(600);
    forget();
    run(10);
    assertThat(lowest).isGreaterThan(120_000);
    assertThat(highest).as("what arrived before").isLessThan(400_000);
    assertThat(paused).isFalse();
  }

  @ParameterizedTest(name = "after {0} s")
  @ValueSource(ints = {5, 30, 120})
  @DisplayName("is back within ten seconds when a line is fast again")
  void rises(int seconds) {
    run(10);
    capacity = 300_000;
    run(seconds);
    capacity = FAST;
    run(10);
    assertThat(estimate.bitrate(now)).isGreaterThan((long) demand);
  }

  @Test
  @DisplayName("does not probe when nobody wants more, and hardly a hundredth when it is no use")
  void probesWithReason() {
    capacity = 300_000;
    run(20);
    forget();
    run(60);
    assertThat(paddingSent * 8 / 60).as("bit/s of padding").isLessThan(15_000);
    wishes = false;
    forget();
    run(30);
    assertThat(paddingSent).isZero();
  }

  @ParameterizedTest(name = "loss {0}")
  @ValueSource(doubles = {0.01, 0.05, 0.1})
  @DisplayName("does not take loss without a queue for congestion, nor jitter of 50 ms")
  void leavesALossyLineAlone(double share) {
    loss = share;
    jitter = 50 * MILLI;
    run(60);
    forget();
    run(60);
    assertThat(lowest).isGreaterThan((long) demand);
  }

  @Test
  @DisplayName("falls when a third is lost")
  void fallsWithLoss() {
    run(10);
    loss = 0.33;
    run(10);
    assertThat(estimate.bitrate(now)).isLessThan(ReceiverEstimate.START / 2);
  }

  @Test
  @DisplayName("follows a slow line with jitter, too")
  void followsWithJitter() {
    jitter = 50 * MILLI;
    run(10);
    capacity = 500_000;
    run(5);
    forget();
    run(60);
    assertThat(lowest).isGreaterThan(250_000);
    assertThat(highest).isLessThan(650_000);
    capacity = FAST;
    run(15);
    assertThat(estimate.bitrate(now)).isGreaterThan((long) demand);
  }

  @Test
  @DisplayName("is not misled by a clock that runs slow by a hundred millionths")
  void standsDrift() {
    run(1);
    for (int second = 0; second < 120; second++) {
      drift += 100;
      run(1);
    }
    assertThat(estimate.bitrate(now)).isGreaterThan((long) demand);
  }

  private long drift;

  @Test
  @DisplayName("believes the loss in reports where there is no better evidence")
  void reports() {
    for (int i = 0; i < 5; i++) {
      now += 1_000 * MILLI;
      estimate.reported(0.25, 800_000, now);
    }
    assertThat(estimate.isKnown()).isTrue();
    assertThat(estimate.bitrate(now)).isLessThan(800_000);
    assertThat(estimate.bitrate(now)).isGreaterThanOrEqualTo(ReceiverEstimate.MIN);
    assertThat(estimate.padding(2_000_000, now)).isZero();
  }

  @Test
  @DisplayName(
      "is silent when the feedback that always came does not, and not where none ever came")
  void silence() {
    estimate.sent(VIDEO, now);
    now += 5_000 * MILLI;
    assertThat(estimate.isSilent(0, now)).as("never told anything").isFalse();
    run(5);
    long heard = now;
    answers = false;
    runMillis(300);
    assertThat(estimate.isSilent(0, now)).as("late").isFalse();
    runMillis(200);
    assertThat(estimate.isSilent(300 * MILLI, now)).as("far away").isFalse();
    assertThat(estimate.isSilent(0, now)).isTrue();
    assertThat(now - heard).isEqualTo(500 * MILLI);
    answers = true;
    runMillis(100);
    assertThat(estimate.isSilent(0, now)).isFalse();
  }

  /** Begins to watch anew. */
  private void forget() {
    audioSent = audioLost = 0;
    longestWait = highest = paddingSent = 0;
    lowest = Long.MAX_VALUE;
  }

  /**
   * Sends as a browser does that is told the estimate: 50 packets of sound and 25 pictures a
   * second, which together have the estimate's bitrate or what the browser wants to send.
   */
  private void run(int seconds) {
    runMillis(seconds * 1_000L);
  }

  private void runMillis(long millis) {
    long end = now + millis * MILLI;
    while (now < end) {
      paused = pauses && (estimate.isFull() || paused && estimate.bitrate(now) < 264_000);
      now += 10 * MILLI;
      ticks++;
      if (ticks % 2 == 0) {
        audioSent++;
        audioLost += send(AUDIO) ? 0 : 1;
      }
      if (ticks % 4 == 0) {
        owed += (Math.min(estimate.bitrate(now), demand) - AUDIO * 8 * 50) / 8.0 / 25;
        for (; owed >= VIDEO; owed -= VIDEO) {
          if (!pauses || !paused) {
            send(VIDEO);
          }
        }
      }
      long wish =
          paused
              ? 351_000
              : wishes && demand > estimate.bitrate(now) ? 2 * estimate.bitrate(now) : 0;
      for (int due = estimate.padding(wish, now); due > 0; due -= PADDING) {
        paddingSent += PADDING;
        send(PADDING);
      }
      arrive();
      longestWait = Math.max(longestWait, linkFree - now);
      lowest = Math.min(lowest, estimate.bitrate(now));
      highest = Math.max(highest, estimate.bitrate(now));
    }
  }

  private void arrive() {
    while (!onTheWay.isEmpty() && onTheWay.peek().at() <= now) {
      Arrival packet = onTheWay.remove();
      arrivals.arrived(packet.number(), packet.at() / 1_000 + drift);
    }
    if (ticks % 10 == 0 && answers && arrivals.isPending()) {
      feedBack();
    }
  }

  /** Returns whether it arrives. */
  private boolean send(int size) {
    int number = estimate.sent(size, now);
    if (random.nextDouble() < loss || linkFree - now > LONGEST_QUEUE) {
      return false;
    }
    linkFree = Math.max(linkFree, now) + size * 8 * 1_000_000_000L / capacity;
    long variation = (long) (random.nextDouble() * jitter);
    onTheWay.add(new Arrival(number, linkFree + 20 * MILLI + variation));
    return true;
  }

  private void feedBack() {
    RtcpBuilder builder = new RtcpBuilder();
    builder.transportFeedback(arrivals, 1, 2);
    RtcpPacket packet = new RtcpPacket();
    packet.wrap(builder.buffer(), 0, builder.length());
    packet.next();
    assertThat(estimate.feedback(packet, now)).isTrue();
  }
}
