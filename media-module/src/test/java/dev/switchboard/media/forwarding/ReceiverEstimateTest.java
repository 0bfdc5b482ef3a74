package dev.switchboard.media.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.TransportFeedback;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReceiverEstimateTest {
  private static final int PACKET = 1_000;
  private static final long MILLI = 1_000_000L;

  private final ReceiverEstimate estimate = new ReceiverEstimate();
  private final TransportFeedback arrivals = new TransportFeedback();
  private final Deque<long[]> onTheWay = new ArrayDeque<>();
  private long now = 1_000 * MILLI;
  private long linkFree = now;
  private double sending = 300_000;
  private double owed;
  private double lossShare;
  private int sentPackets;

  @Test
  @DisplayName("falls to what a slow line takes before its queue overflows, and rises when it can")
  void followsTheLine() {
    run(10, 500_000);
    assertThat(estimate.bitrate(now)).isBetween(250_000L, 600_000L);
    assertThat((linkFree - now) / MILLI).as("queue, ms").isLessThan(400);
    run(30, 2_000_000);
    assertThat(estimate.bitrate(now)).isGreaterThan(1_000_000L);
  }

  @Test
  @DisplayName("stays where it is on a line that is fast enough")
  void leavesAFastLineAlone() {
    run(10, 20_000_000);
    assertThat(estimate.bitrate(now)).isGreaterThanOrEqualTo(ReceiverEstimate.START);
  }

  @Test
  @DisplayName("falls when more than a tenth is lost, and not when little is")
  void fallsWithLoss() {
    lossShare = 0.01;
    run(5, 20_000_000);
    assertThat(estimate.bitrate(now)).isGreaterThanOrEqualTo(ReceiverEstimate.START);
    lossShare = 0.3;
    run(5, 20_000_000);
    assertThat(estimate.bitrate(now)).isLessThan(ReceiverEstimate.START / 2);
  }

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
  }

  /**
   * Sends as a browser does, from 300 kbit/s upward to the estimate, at most 3 Mbit/s, over a line
   * of {@code capacity} bit/s and 20 ms.
   */
  private void run(int seconds, long capacity) {
    long end = now + seconds * 1_000 * MILLI;
    for (int tick = 1; now < end; tick++) {
      now += 10 * MILLI;
      sending = Math.min(Math.min(estimate.bitrate(now), 3_000_000), sending * 1.005);
      owed += sending / 8.0 / 100;
      for (; owed >= PACKET; owed -= PACKET) {
        send(capacity);
      }
      while (!onTheWay.isEmpty() && onTheWay.peek()[1] <= now) {
        long[] packet = onTheWay.remove();
        arrivals.arrived((int) packet[0], packet[1] / 1_000);
      }
      if (tick % 10 == 0 && arrivals.isPending()) {
        feedBack();
      }
    }
  }

  private void send(long capacity) {
    int number = estimate.sent(PACKET, now);
    linkFree = Math.max(linkFree, now) + PACKET * 8 * 1_000_000_000L / capacity;
    boolean lost = lossShare > 0 && ++sentPackets % (int) (1 / lossShare) == 0;
    if (!lost) {
      onTheWay.add(new long[] {number, linkFree + 20 * MILLI});
    }
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
