package dev.switchboard.media.forwarding;

import static dev.switchboard.media.forwarding.TestCall.VP8;
import static dev.switchboard.media.forwarding.TestCall.VP8_RTX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.forwarding.TestCall.Player;
import dev.switchboard.media.rtp.RtcpPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Alice sends on one loop, Victor watches on another; the test runs the tasks of both. */
class RelayTest {
  private final TestCall home = new TestCall();
  private final TestCall away = new TestCall();
  private final Queue<Runnable> here = new ArrayDeque<>();
  private final Queue<Runnable> roundEnds = new ArrayDeque<>();
  private final Queue<Runnable> there = new ArrayDeque<>();
  private final Player alice = home.new Player("alice", 1, sdp -> sdp);
  private final Player victor =
      away.new Player("victor", 2, sdp -> sdp.replace("a=sendrecv", "a=recvonly"));
  private Relay relay;

  @BeforeEach
  void connect() {
    relay = new Relay(alice.leg, away.bridge, here::add, roundEnds::add, there::add);
    run(there);
  }

  @Test
  @DisplayName("hands the packets of a round over at once, in their order, sound and picture")
  void handsOver() {
    alice.video(10, 0, true);
    alice.audio(1, 7);
    alice.video(11, 3_000, false);
    assertThat(roundEnds).hasSize(1);
    assertThat(there).isEmpty();
    run(roundEnds);
    assertThat(there).hasSize(1);
    run(there);
    assertThat(victor.packets(VP8)).hasSize(2);
    assertThat(victor.packets(TestCall.OPUS)).hasSize(1);
    assertThat(victor.packets(VP8).get(1).timestamp() - victor.packets(VP8).get(0).timestamp())
        .isEqualTo(3_000);
  }

  @Test
  @DisplayName("asks for one key frame however many want one, and answers NACKs from its own cache")
  void feedsBack() {
    round(() -> alice.video(10, 0, true));
    round(() -> alice.video(11, 3_000, false));
    int lost = victor.sequences(VP8).get(1);
    victor.report(b -> b.nack(1, 21, new int[] {lost}, 1));
    assertThat(victor.packets(VP8_RTX)).hasSize(1);

    run(here);
    for (int i = 0; i < 5; i++) {
      victor.report(b -> b.pli(1, 21));
    }
    assertThat(here).hasSize(1);
    run(here);
    home.pass(10);
    assertThat(alice.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI)).hasSize(1);
  }

  @Test
  @DisplayName("gives what came as a retransmission as what it repeats")
  void restores() {
    round(() -> alice.video(10, 0, true));
    round(() -> alice.video(12, 6_000, false));
    round(() -> alice.repair(1, 11, 3_000, false));
    int first = victor.sequences(VP8).get(0);
    assertThat(victor.sequences(VP8))
        .containsExactly(first, first + 2 & 0xffff, first + 1 & 0xffff);
    assertThat(victor.packets(VP8)).allMatch(packet -> packet.payloadLength() == 5);
  }

  @Test
  @DisplayName("begins anew with a key frame when the other loop was behind, and counts the drops")
  void dropsWhenBehind() {
    round(() -> alice.video(10, 0, true));
    for (int i = 0; i < 20; i++) {
      alice.video(11 + i, 3_000L * (1 + i), false);
      run(roundEnds);
    }
    long dropped = home.count("drop.loop-busy");
    assertThat(dropped).isPositive();
    run(there);
    assertThat(victor.packets(VP8)).hasSize((int) (21 - dropped));
    round(() -> alice.video(40, 90_000, false));
    assertThat(victor.packets(VP8)).hasSize((int) (21 - dropped));
    round(() -> alice.video(41, 93_000, true));
    List<Integer> numbers = victor.sequences(VP8);
    assertThat(numbers.get(numbers.size() - 1))
        .as("without a gap")
        .isEqualTo(numbers.get(numbers.size() - 2) + 1 & 0xffff);
  }

  @Test
  @DisplayName("follows the sender's restarts, changes of codec and its end")
  void follows() {
    round(() -> alice.video(10, 0, true));
    alice.negotiate(
        sdp ->
            sdp.replace(" 96 97 ", " 33 34 ")
                .replaceAll(":96 ", ":33 ")
                .replaceAll(":97 ", ":34 ")
                .replace("apt=96", "apt=33"));
    relay.negotiated();
    run(there);
    round(() -> alice.send(33, alice.videoSsrc, 11, 3_000, new byte[] {0x10, 1, 1, 2}));
    assertThat(victor.packets(VP8)).as("as the receiver numbers the codec").hasSize(2);
    round(() -> alice.send(33, 4_712, 500, 9_000, new byte[] {0x10, 0, 1, 2}));
    round(() -> alice.send(33, alice.videoSsrc, 12, 6_000, new byte[] {0x10, 1, 1, 2}));
    assertThat(victor.packets(VP8)).hasSize(3);

    relay.close();
    run(there);
    round(() -> alice.send(33, alice.videoSsrc, 13, 9_000, new byte[] {0x10, 0, 1, 2}));
    assertThat(victor.packets(VP8)).hasSize(3);
    assertThat(victor.leg.slots().get(0).subscription(MediaKind.VIDEO).source()).isNull();
  }

  private void round(Runnable packets) {
    packets.run();
    run(roundEnds);
    run(there);
  }

  /** Only what was there before: a task may add more. */
  private static void run(Queue<Runnable> tasks) {
    List<Runnable> due = new ArrayList<>(tasks);
    tasks.clear();
    due.forEach(Runnable::run);
  }
}
