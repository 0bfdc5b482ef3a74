package dev.switchboard.media.forwarding;

import static dev.switchboard.media.forwarding.TestCall.MILLI;
import static dev.switchboard.media.forwarding.TestCall.VP8;
import static dev.switchboard.media.forwarding.TestCall.VP8_RTX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.switchboard.media.forwarding.TestCall.Player;
import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.RtpHeader;
import dev.switchboard.media.rtp.RtpPacket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Alice sends three encodings, q, h and f; Bob is sent one of them. */
class SimulcastTest {
  private static final int RID = 10;
  private static final int REPAIRED_RID = 11;
  private static final String[] RIDS = {"q", "h", "f"};

  /** Octets of each encoding's packet, of which there is one every 33 ms. */
  private static final int[] SIZES = {400, 1_200, 4_000};

  private final TestCall call = new TestCall();
  private final Player alice =
      call.new Player("alice", 1, sdp -> TestCall.offer("chromium-150-simulcast-offer.sdp"));
  private final Player bob = call.new Player("bob", 2, sdp -> sdp);
  private final int[] sequences = {65_500, 200, 40_000};
  private final long[] clocks = {0xffff_0000L, 7_000, 4_000_000};
  private final boolean[] keys = {true, true, true};
  private int frames;

  /** How many of the encodings are sent, the smallest first. */
  private int sending = RIDS.length;

  /** A sender may leave smaller ones out. */
  private int firstSent;

  @Test
  @DisplayName("sends a receiver the largest encoding that its line carries, as one stream")
  void followsTheLine() {
    run(3_000);
    assertThat(lastSize()).isEqualTo(SIZES[2]);
    limit(500_000);
    run(2_000);
    assertThat(lastSize()).isEqualTo(SIZES[1]);
    limit(200_000);
    run(2_000);
    assertThat(lastSize()).isEqualTo(SIZES[0]);
    limit(3_000_000);
    run(8_000);
    assertThat(lastSize()).isEqualTo(SIZES[2]);
    assertIsOneStream();
  }

  @Test
  @DisplayName("asks only the encoding that is wanted for a key frame, and goes on till it comes")
  void asksForKeyFrames() {
    run(3_000);
    Arrays.fill(keys, false);
    alice.rtcp.clear();
    limit(500_000);
    for (int i = 0; i < 30; i++) {
      frame(false);
    }
    assertThat(lastSize()).isEqualTo(SIZES[2]);
    List<RtcpPacket> asked = alice.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI);
    assertThat(asked).isNotEmpty().allMatch(pli -> pli.mediaSsrc() == ssrc(1));
    keys[1] = true;
    frame(false);
    assertThat(lastSize()).isEqualTo(SIZES[1]);
    assertIsOneStream();
  }

  @Test
  @DisplayName("keeps sound and picture together across a change, by the sender's reports")
  void keepsTime() {
    run(3_000);
    for (int i = 0; i < 3; i++) {
      long timestamp = clocks[i];
      long ssrc = ssrc(i);
      alice.report(b -> b.senderReport(ssrc, 0xaabb_ccdd_0000_0000L, timestamp, 1, 1));
    }
    run(100);
    RtpPacket before = last();
    limit(500_000);
    run(1_000);
    assertThat(lastSize()).isEqualTo(SIZES[1]);
    List<RtpPacket> packets = bob.packets(VP8);
    for (int i = packets.size() - 30; i < packets.size(); i++) {
      int step = (int) (packets.get(i).timestamp() - packets.get(i - 1).timestamp());
      assertThat(step).as("one frame of 33 ms").isCloseTo(2_970, within(5));
    }
    assertThat(last().timestamp()).isNotEqualTo(before.timestamp());
  }

  @Test
  @DisplayName("answers a NACK for a packet of the encoding that was sent before the change")
  void resendsOfTheLastEncoding() {
    run(3_000);
    int lost = last().sequence();
    limit(500_000);
    run(300);
    assertThat(lastSize()).isEqualTo(SIZES[1]);
    bob.report(b -> b.nack(1, 21, new int[] {lost}, 1));
    RtpPacket repair = bob.packets(VP8_RTX).get(0);
    assertThat(repair.restore(VP8, 21)).hasToString("NONE");
    assertThat(repair.sequence()).isEqualTo(lost);
    assertThat(repair.payloadLength()).isEqualTo(SIZES[2]);
  }

  @Test
  @DisplayName("tells streams by their ids until it knows their SSRCs, and refuses unknown ones")
  void identifies() {
    send(1, ssrc(0), "q", RID, 5, new byte[] {0x10, 0, 1});
    send(1, ssrc(0), "", RID, 6, new byte[] {0x10, 1, 1});
    send(1, 4_711, "", RID, 6, new byte[] {0x10, 1, 1});
    send(1, 4_712, "x", RID, 6, new byte[] {0x10, 1, 1});
    assertThat(call.count("drop.rtp-stream")).isEqualTo(2);
    assertThat(bob.packets(VP8)).hasSize(2);

    send(1, ssrc(0), "", RID, 8, new byte[] {0x10, 1, 1});
    byte[] repair = {0, 7, 0x10, 1, 1};
    sendAs(VP8_RTX, 9_000, "", REPAIRED_RID, 1, repair);
    assertThat(call.count("drop.rtx-invalid")).isEqualTo(1);
    sendAs(VP8_RTX, 9_000, "q", REPAIRED_RID, 1, repair);
    assertThat(bob.packets(VP8)).hasSize(4);
    sendAs(VP8_RTX, 9_001, "h", REPAIRED_RID, 1, repair);
    assertThat(call.count("drop.rtx-invalid")).as("h has sent nothing").isEqualTo(2);
  }

  @Test
  @DisplayName("goes on with the small encoding while the larger ones begin, as browsers do late")
  void goesOnWhileOthersBegin() {
    sending = 1;
    run(1_000);
    int before = bob.packets(VP8).size();
    Arrays.fill(keys, false);
    for (sending = 2; sending <= RIDS.length; sending++) {
      for (int i = 0; i < 5; i++) {
        frame(false);
      }
    }
    assertThat(bob.packets(VP8)).hasSize(before + 10);
    assertIsOneStream();
  }

  @Test
  @DisplayName("goes on with what is left when the sender negotiates fewer encodings")
  void takesFewerEncodings() {
    run(3_000);
    assertThat(lastSize()).isEqualTo(SIZES[2]);
    alice.negotiate(
        sdp ->
            TestCall.offer("chromium-150-simulcast-offer.sdp")
                .replaceAll("a=(rid|simulcast):[^\\r\\n]*\\r?\\n", ""));
    call.pass(1_100);
    sending = 1;
    keys[0] = true;
    run(1_500);
    assertThat(lastSize()).isEqualTo(SIZES[0]);
    List<RtpPacket> packets = bob.packets(VP8);
    for (int i = 1; i < packets.size(); i++) {
      assertThat(packets.get(i).sequence()).isEqualTo(packets.get(i - 1).sequence() + 1 & 0xffff);
    }
  }

  @Test
  @DisplayName("reports on each encoding, and sets no cap where there is a smaller one")
  void reports() {
    run(1_500);
    limit(200_000);
    run(2_000);
    RtcpPacket report = alice.parts(RtcpPacket.RECEIVER_REPORT, 3).get(0);
    assertThat(List.of(report.blockSsrc(0), report.blockSsrc(1), report.blockSsrc(2)))
        .containsExactly(ssrc(0), ssrc(1), ssrc(2));
    assertThat(alice.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.APPLICATION)).isEmpty();
  }

  @Test
  @DisplayName("caps a sender that sends no smaller one, whatever it negotiated, until it does")
  void caps() {
    firstSent = 2;
    run(1_500);
    limit(200_000);
    frame(false);
    alice.rtcp.clear();
    for (int i = 0; i < 33; i++) {
      frame(false);
    }
    assertThat(cappings()).isNotEmpty().allMatch(cap -> cap.rembBitrate() == 200_000);
    firstSent = 0;
    for (int i = 0; i < 100; i++) {
      frame(false);
    }
    List<RtcpPacket> caps = cappings();
    assertThat(caps.get(caps.size() - 1).rembBitrate()).isGreaterThan(90_000_000);
  }

  private List<RtcpPacket> cappings() {
    return alice.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.APPLICATION);
  }

  private void assertIsOneStream() {
    List<RtpPacket> packets = bob.packets(VP8);
    for (int i = 1; i < packets.size(); i++) {
      RtpPacket one = packets.get(i - 1);
      RtpPacket next = packets.get(i);
      assertThat(next.sequence()).isEqualTo(one.sequence() + 1 & 0xffff);
      assertThat((int) (next.timestamp() - one.timestamp())).isBetween(1, 9_000);
    }
  }

  private void limit(long bitrate) {
    bob.report(b -> b.remb(1, bitrate, 21));
    limit = bitrate;
  }

  private long limit;

  private void run(long millis) {
    for (long end = call.now + millis * MILLI; call.now < end; ) {
      frame(true);
    }
  }

  /** One picture in three encodings, with key frames where they were asked for. */
  private void frame(boolean obeys) {
    frames++;
    if (limit != 0 && frames % 30 == 0) {
      bob.report(b -> b.remb(1, limit, 21));
    }
    for (int i = firstSent; i < RIDS.length; i++) {
      byte[] payload = new byte[SIZES[i]];
      payload[0] = 0x10;
      payload[1] = (byte) (keys[i] ? 0 : 1);
      keys[i] = false;
      send(i, ssrc(i), RIDS[i], RID, sequences[i]++ & 0xffff, payload);
      clocks[i] = clocks[i] + 2_970 & 0xffff_ffffL;
    }
    call.pass(30);
    call.now += 3 * MILLI;
    if (obeys) {
      for (RtcpPacket pli : alice.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI)) {
        keys[(int) pli.mediaSsrc() - 1_000] = true;
      }
      alice.rtcp.removeIf(compound -> (compound[1] & 0xff) == RtcpPacket.PAYLOAD_FEEDBACK);
    }
  }

  private static long ssrc(int encoding) {
    return 1_000 + encoding;
  }

  private void send(int index, long ssrc, String rid, int extension, int number, byte[] payload) {
    sendAs(VP8, ssrc, rid, extension, number, payload, clocks[index % clocks.length]);
  }

  private void sendAs(int type, long ssrc, String rid, int extension, int number, byte[] payload) {
    sendAs(type, ssrc, rid, extension, number, payload, 0);
  }

  private void sendAs(
      int type, long ssrc, String rid, int extension, int number, byte[] payload, long timestamp) {
    RtpHeader header = new RtpHeader(extension);
    header.begin(true, type, number, timestamp, ssrc);
    byte[] name = rid.getBytes(StandardCharsets.US_ASCII);
    header.extension(extension, name, 0, name.length);
    header.end();
    byte[] packet = Arrays.copyOf(header.buffer(), header.length() + payload.length);
    System.arraycopy(payload, 0, packet, header.length(), payload.length);
    alice.leg.rtp(packet, 0, packet.length, call.now);
  }

  private RtpPacket last() {
    List<RtpPacket> packets = bob.packets(VP8);
    return packets.get(packets.size() - 1);
  }

  private int lastSize() {
    return last().payloadLength();
  }
}
