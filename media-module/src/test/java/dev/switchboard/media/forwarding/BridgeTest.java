package dev.switchboard.media.forwarding;

import static dev.switchboard.media.forwarding.TestCall.MILLI;
import static dev.switchboard.media.forwarding.TestCall.OPUS;
import static dev.switchboard.media.forwarding.TestCall.VP8;
import static dev.switchboard.media.forwarding.TestCall.VP8_RTX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.switchboard.media.forwarding.TestCall.Player;
import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BridgeTest {
  private final TestCall call = new TestCall();
  private final Player alice = call.new Player("alice", 1, sdp -> sdp);
  private final Player bob = call.new Player("bob", 2, sdp -> sdp);

  @Test
  @DisplayName(
      "sends video on from the first key frame, and sound at once, in the receiver's streams")
  void forwards() {
    alice.video(10, 1_000, false);
    alice.audio(500, 7);
    alice.video(11, 4_000, true);
    alice.video(12, 7_000, false);

    List<RtpPacket> video = bob.packets(VP8);
    assertThat(video).hasSize(2).allMatch(p -> p.ssrc() == 21);
    assertThat(video.get(1).sequence() - video.get(0).sequence()).isEqualTo(1);
    assertThat(video.get(1).timestamp() - video.get(0).timestamp()).isEqualTo(3_000);
    assertThat(bob.packets(OPUS)).hasSize(1).allMatch(p -> p.ssrc() == 20);
    assertThat(alice.rtp).isEmpty();
    assertThat(call.count("drop.waits-for-key-frame")).isEqualTo(1);
  }

  @Test
  @DisplayName("translates payload types and extensions to the ids of the receiver")
  void translates() {
    Player carol =
        call
        .new Player(
            "carol",
            3,
            sdp ->
                sdp.replace(" 96 97 ", " 33 34 ")
                    .replaceAll("(rtpmap|rtcp-fb|fmtp):96 ", "$1:33 ")
                    .replaceAll("(rtpmap|fmtp):97 ", "$1:34 ")
                    .replace("apt=96", "apt=33")
                    .replace("extmap:1 urn", "extmap:9 urn"));
    alice.video(10, 1_000, true);
    alice.audio(1, 1);
    assertThat(carol.packets(33)).hasSize(1);
    RtpPacket sound = carol.packets(OPUS).get(0);
    assertThat(sound.buffer()[sound.extension(9)]).isEqualTo((byte) 0x94);
    assertThat(sound.extension(1)).isEqualTo(-1);
    assertThat(sound.buffer()[sound.extension(4)]).isEqualTo((byte) '0');
  }

  @Test
  @DisplayName("continues numbers and timestamps when another leg takes the slot")
  void switchesSource() {
    Player carol = call.new Player("carol", 3, sdp -> sdp);
    alice.video(65_535, 0xffff_ff00L, true);
    alice.video(0, 0x10, false);
    call.pass(1_000);
    call.bridge.leave(alice.leg);
    carol.video(30_000, 5_000_000, false);
    carol.video(30_001, 5_003_000, true);
    carol.video(30_002, 5_006_000, false);

    List<Integer> numbers = bob.sequences(VP8);
    assertThat(numbers).hasSize(4);
    for (int i = 1; i < 4; i++) {
      assertThat(numbers.get(i)).isEqualTo(numbers.get(0) + i & 0xffff);
    }
    List<RtpPacket> packets = bob.packets(VP8);
    assertThat((int) (packets.get(1).timestamp() - packets.get(0).timestamp())).isEqualTo(0x110);
    assertThat((int) (packets.get(2).timestamp() - packets.get(1).timestamp())).isEqualTo(90_000);
    assertThat((int) (packets.get(3).timestamp() - packets.get(2).timestamp())).isEqualTo(3_000);
    assertThat(carol.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI)).isEmpty();
    call.pass(10);
    carol.video(30_003, 5_009_000, false);
    assertThat(bob.sequences(VP8)).hasSize(5);
  }

  @Test
  @DisplayName("asks for a missing packet after two more or 20 ms, and sends it on in its place")
  void asksAgain() {
    alice.video(65_534, 0, true);
    alice.video(0, 6_000, false);
    assertThat(alice.parts(RtcpPacket.TRANSPORT_FEEDBACK, RtcpPacket.NACK)).isEmpty();
    alice.video(1, 9_000, false);
    assertThat(asked(alice)).containsExactly(65_535);
    call.pass(20);
    assertThat(asked(alice)).containsExactly(65_535);
    alice.repair(1, 65_535, 3_000, false);
    alice.repair(2, 65_535, 3_000, false);

    int first = bob.sequences(VP8).get(0);
    assertThat(bob.sequences(VP8))
        .containsExactly(first, first + 2 & 0xffff, first + 3 & 0xffff, first + 1 & 0xffff);
    assertThat(call.count("recovered")).isEqualTo(1);
    assertThat(call.count("drop.rtp-duplicate")).isEqualTo(1);

    alice.video(3, 12_000, false);
    call.pass(30);
    assertThat(asked(alice)).containsExactly(65_535, 2);
    call.pass(200);
    assertThat(asked(alice)).as("once more after a round trip").containsExactly(65_535, 2, 2);
  }

  @Test
  @DisplayName("answers a NACK from the cache in the retransmission stream, but not twice at once")
  void resends() {
    alice.video(10, 0, true);
    alice.video(11, 3_000, false);
    int lost = bob.sequences(VP8).get(1);
    bob.report(b -> b.nack(1, 21, new int[] {lost}, 1));
    bob.report(b -> b.nack(1, 21, new int[] {lost}, 1));

    List<RtpPacket> repairs = bob.packets(VP8_RTX);
    assertThat(repairs).hasSize(1);
    RtpPacket repair = repairs.get(0);
    assertThat(repair.ssrc()).isEqualTo(22);
    assertThat(repair.timestamp()).isEqualTo(bob.packets(VP8).get(1).timestamp());
    repair.restore(VP8, 21);
    assertThat(repair.sequence()).isEqualTo(lost);
    assertThat(repair.payloadLength()).isEqualTo(5);
    assertThat(call.count("drop.resend-limit")).isEqualTo(1);

    call.pass(2_000);
    bob.report(b -> b.nack(1, 21, new int[] {lost, lost + 9 & 0xffff}, 2));
    bob.report(b -> b.nack(1, 99, new int[] {lost}, 1));
    assertThat(bob.packets(VP8_RTX)).hasSize(1);
    assertThat(call.count("drop.cache-miss")).isEqualTo(2);
    assertThat(call.count("drop.rtcp-stream")).isEqualTo(1);
  }

  @Test
  @DisplayName("sends no more again than it has sent, however often it is asked")
  void resendsWithinLimits() {
    byte[] picture = new byte[1_000];
    picture[0] = 0x10;
    for (int i = 0; i < 400; i++) {
      alice.send(VP8, alice.videoSsrc, i, 3_000L * i, picture);
    }
    int[] all = bob.sequences(VP8).stream().mapToInt(Integer::intValue).toArray();
    for (int round = 0; round < 9; round++) {
      call.now += 60 * MILLI;
      bob.report(b -> b.nack(1, 21, all, all.length));
    }
    assertThat(call.count("resent")).isBetween(400L, 600L);
    assertThat(call.count("drop.resend-limit")).isGreaterThan(2_000);
  }

  @Test
  @DisplayName("makes one request of many for a key frame, and repeats it ever more slowly")
  void keyFrames() {
    alice.video(10, 0, true);
    for (int i = 0; i < 5; i++) {
      bob.report(b -> b.pli(1, 21).fir(1, 21, 1));
    }
    call.pass(10);
    assertThat(alice.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI)).hasSize(1);
    call.pass(3_000);
    assertThat(alice.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI)).hasSize(3);
    alice.video(11, 3_000, true);
    call.pass(5_000);
    assertThat(alice.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI)).hasSize(3);
  }

  @Test
  @DisplayName("asks for a key frame at once when a sender is back that could not be reached")
  void keyFrameAfterOutage() {
    alice.video(1, 0, true);
    for (int i = 0; i < 7_000; i += 10) {
      bob.report(b -> b.pli(1, 21));
      call.pass(10);
    }
    alice.rtcp.clear();
    alice.video(2, 600_000, false);
    call.pass(10);
    assertThat(alice.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI)).hasSize(1);
  }

  @Test
  @DisplayName("tells a sender every 100 ms what arrived")
  void transportFeedback() {
    alice.video(10, 0, true);
    call.pass(60);
    alice.transportNumber++;
    alice.audio(1, 1);
    call.pass(50);
    List<RtcpPacket> feedback = alice.parts(RtcpPacket.TRANSPORT_FEEDBACK, RtcpPacket.TRANSPORT_CC);
    assertThat(feedback).hasSize(1);
    List<String> told = new ArrayList<>();
    feedback.get(0).forEachArrival((number, arrived, at) -> told.add(number + " " + arrived));
    assertThat(told).containsExactly("0 true", "1 false", "2 true");
  }

  @Test
  @DisplayName("reports to senders, and relates what it sends to its own clock as the source did")
  void reports() {
    alice.video(10, 0, true);
    long sent = bob.packets(VP8).get(0).timestamp();
    long ntp = 0xaabb_ccdd_8000_0000L;
    alice.report(b -> b.senderReport(alice.videoSsrc, ntp, 0, 1, 5));
    call.pass(1_010);

    RtcpPacket block = alice.parts(RtcpPacket.RECEIVER_REPORT, 1).get(0);
    assertThat(block.blockSsrc(0)).isEqualTo(alice.videoSsrc);
    assertThat(block.blockHighest(0)).isEqualTo(10);
    assertThat(block.blockLastReport(0)).isEqualTo(0xccdd_8000L);
    assertThat(block.blockDelay(0)).isCloseTo(65_536, within(1_400L));
    RtcpPacket report = bob.parts(RtcpPacket.SENDER_REPORT, -1).get(0);
    assertThat(report.senderSsrc()).isEqualTo(21);
    long seconds = (report.rtpTimestamp() - sent & 0xffff_ffffL) / 90_000;
    assertThat(seconds).isEqualTo(1);

    long echoed = report.ntpTime() >>> 16 & 0xffff_ffffL;
    call.now += 80 * MILLI;
    bob.report(b -> b.receiverReport(1).block(21, 0, 0, 10, 900, echoed, 65_536 / 50));
    FlowQuality quality = bob.leg.down(1);
    assertThat(quality.roundTrip()).isBetween(50.0, 70.0);
    assertThat(quality.jitter()).isEqualTo(10);
    assertThat(alice.leg.up(1).audioLevel()).isEqualTo(-127);
  }

  @Test
  @DisplayName("caps a sender at what its receiver can take, and lets it rise again")
  void caps() {
    alice.video(0, 0, true);
    bob.report(b -> b.remb(1, 400_000, 21));
    call.pass(1_100);
    assertThat(cap(alice)).isEqualTo(400_000);
    bob.report(b -> b.remb(1, 200_000, 21));
    call.pass(110);
    assertThat(cap(alice)).as("a fall is told at once").isCloseTo(200_000, within(500L));
    bob.report(b -> b.remb(1, 1_500_000, 21));
    call.pass(1_100);
    assertThat(cap(alice)).isCloseTo(1_500_000, within(100L));
    assertThat(cap(bob)).isZero();
  }

  @Test
  @DisplayName("lifts the cap when the receiver that set it has gone, and says so three times")
  void liftsCap() {
    alice.video(0, 0, true);
    bob.report(b -> b.remb(1, 400_000, 21));
    call.pass(1_100);
    assertThat(cap(alice)).isEqualTo(400_000);
    int told = caps(alice).size();
    call.bridge.leave(bob.leg);
    call.pass(100);
    assertThat(cap(alice)).isCloseTo(100_000_000, within(10_000L));
    call.pass(5_000);
    assertThat(caps(alice)).hasSize(told + 3);
  }

  @Test
  @DisplayName("makes a sender negotiate anew when a receiver lacks its codec, once in 5 s")
  void codecNotShared() {
    Player carol =
        call.new Player("carol", 3, sdp -> sdp.replaceAll("a=rtpmap:96 VP8/90000", "a=x"));
    call.bridge.leave(bob.leg);
    alice.video(10, 0, true);
    alice.video(11, 0, false);
    assertThat(call.renegotiations).containsExactly("alice");
    assertThat(call.count("drop.codec-not-shared")).isEqualTo(2);
    assertThat(carol.rtp).isEmpty();

    alice.negotiate(sdp -> sdp);
    byte[] parameters = {0x67, 0x42};
    alice.send(102, alice.videoSsrc, 12, 0, parameters);
    assertThat(carol.packets(102)).hasSize(1);
    assertThat(call.renegotiations).hasSize(1);
  }

  @Test
  @DisplayName("tells what arrives from a terminal that began anew, whatever it counted before")
  void feedsBackAfterANewBeginning() {
    alice.transportNumber = 20_000;
    alice.video(10, 0, true);
    call.pass(110);
    alice.leg.shut();
    alice.leg.open();
    alice.transportNumber = 7;
    alice.video(11, 3_000, false);
    call.pass(110);
    List<RtcpPacket> feedback = alice.parts(RtcpPacket.TRANSPORT_FEEDBACK, RtcpPacket.TRANSPORT_CC);
    assertThat(feedback).hasSize(2);
    List<Integer> told = new ArrayList<>();
    feedback.get(1).forEachArrival((number, arrived, at) -> told.add(number));
    assertThat(told).containsExactly(7);
  }

  @Test
  @DisplayName("numbers what it sends from the lower half on when a terminal began anew")
  void numbersAnew() {
    for (int i = 0; i < 40_000; i++) {
      alice.video(10 + i & 0xffff, i * 3_000L & 0xffff_ffffL, i == 0);
    }
    assertThat(bob.sequences(VP8).get(39_999)).isGreaterThan(0x8000);
    bob.rtp.clear();
    bob.leg.shut();
    bob.leg.open();
    alice.video(40_010 & 0xffff, 0, true);
    assertThat(bob.sequences(VP8).get(0)).isLessThan(0x8000);
  }

  @Test
  @DisplayName("goes on without a gap in the numbers when a receiver paused and wants video again")
  void resumesWithoutGap() {
    alice.video(10, 0, true);
    bob.negotiate(sdp -> sdp.replace("a=sendrecv", "a=sendonly"));
    for (int i = 11; i < 40_000; i++) {
      alice.video(i, i * 3_000L, false);
    }
    bob.negotiate(sdp -> sdp);
    alice.video(40_000, 0x7000_0000L, false);
    alice.video(40_001, 0x7000_0000L, true);
    List<Integer> numbers = bob.sequences(VP8);
    assertThat(numbers).hasSize(2);
    assertThat(numbers.get(1)).isEqualTo(numbers.get(0) + 1);
  }

  @Test
  @DisplayName("takes repairs only from the stream that was announced to repair this one")
  void repairsOnlyFromItsStream() {
    alice.video(10, 0, true);
    alice.video(12, 6_000, false);
    byte[] repair = {0, 11, 0x10, 1, 2, 3};
    alice.send(VP8_RTX, 4_711, 1, 3_000, repair);
    assertThat(call.count("drop.rtx-invalid")).isEqualTo(1);
    assertThat(bob.packets(VP8)).hasSize(2);
    alice.send(VP8_RTX, alice.videoSsrc + 5_000, 1, 3_000, repair);
    assertThat(bob.packets(VP8)).hasSize(3);
  }

  @Test
  @DisplayName("does not take the first report of loss for a line that carries nothing")
  void firstReportOfLoss() {
    bob.negotiate(sdp -> sdp.replaceAll("a=rtcp-fb:\\d+ transport-cc\r\n", ""));
    for (int i = 0; i < 100; i++) {
      alice.video(10 + i, i * 3_000L, i == 0);
      call.pass(10);
    }
    bob.report(b -> b.receiverReport(1).block(21, 64, 25, 100, 0, 0, 0));
    call.pass(1_000);
    assertThat(cap(alice)).isZero();
  }

  @Test
  @DisplayName("is not capped by a receiver that does not take its video")
  void capsForViewersOnly() {
    alice.video(0, 0, true);
    bob.negotiate(sdp -> sdp.replace("a=sendrecv", "a=sendonly"));
    bob.report(b -> b.remb(1, 200_000, 21));
    call.pass(1_100);
    assertThat(cap(alice)).isZero();
  }

  @Test
  @DisplayName("drops and counts what it can't place")
  void drops() {
    alice.send(5, 1, 1, 1, new byte[4]);
    alice.video(10, 0, true);
    alice.send(VP8, 4_711, 1, 1, new byte[4]);
    alice.repair(1, 10, 0, true);
    alice.leg.rtp(new byte[3], 0, 3, call.now);
    alice.leg.rtcp(new byte[3], 0, 3, call.now);
    assertThat(call.count("drop.rtp-payload-type")).isEqualTo(1);
    assertThat(call.count("drop.rtp-stream")).isEqualTo(1);
    assertThat(call.count("drop.rtp-duplicate")).isEqualTo(1);
    assertThat(call.count("drop.rtp-truncated")).isEqualTo(1);
    assertThat(call.count("drop.rtcp-truncated")).isEqualTo(1);
  }

  private static List<Integer> asked(Player player) {
    List<Integer> numbers = new ArrayList<>();
    player
        .parts(RtcpPacket.TRANSPORT_FEEDBACK, RtcpPacket.NACK)
        .forEach(nack -> nack.forEachLost(numbers::add));
    return numbers;
  }

  private static long cap(Player player) {
    List<RtcpPacket> caps = caps(player);
    return caps.isEmpty() ? 0 : caps.get(caps.size() - 1).rembBitrate();
  }

  private static List<RtcpPacket> caps(Player player) {
    return player.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.APPLICATION);
  }
}
