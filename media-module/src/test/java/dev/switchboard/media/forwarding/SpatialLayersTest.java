package dev.switchboard.media.forwarding;

import static dev.switchboard.media.forwarding.TestCall.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.forwarding.TestCall.Player;
import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Alice sends VP9 in three spatial layers (L3T1_KEY), of which Bob is sent what he can take. */
class SpatialLayersTest {
  private static final int VP9 = 98;
  private static final int VP9_RTX = 99;
  private static final int[] SIZES = {400, 800, 1_000};

  /** The highest layer takes several packets. */
  private static final int[] PACKETS = {1, 1, 4};

  private final TestCall call = new TestCall();
  private Player alice;
  private Player bob;
  private int sequence = 65_000;
  private long timestamp = 0xffff_0000L;
  private int pictures;
  private boolean key = true;
  private long limit;

  @BeforeEach
  void join() {
    call.videoCodecs = List.of("VP9");
    alice = call.new Player("alice", 1, sdp -> sdp);
    bob = call.new Player("bob", 2, sdp -> sdp);
  }

  @Test
  @DisplayName("leaves out the layers that the line can't carry, and closes the gaps")
  void followsTheLine() {
    run(2_000);
    assertThat(highestLayer()).isEqualTo(2);
    limit(500_000);
    run(1_500);
    assertThat(highestLayer()).isEqualTo(1);
    limit(200_000);
    run(1_500);
    assertThat(highestLayer()).isZero();
    limit(3_000_000);
    run(8_000);
    assertThat(highestLayer()).isEqualTo(2);

    List<RtpPacket> packets = bob.packets(VP9);
    for (int i = 1; i < packets.size(); i++) {
      RtpPacket one = packets.get(i - 1);
      RtpPacket next = packets.get(i);
      assertThat(next.sequence()).isEqualTo(one.sequence() + 1 & 0xffff);
      boolean samePicture = next.timestamp() == one.timestamp();
      assertThat(one.marker()).as("marks the end of what is sent").isEqualTo(!samePicture);
    }
  }

  @Test
  @DisplayName("steps down between two pictures, and up with a key frame only")
  void stepsWhereADecoderCan() {
    run(2_000);
    int before = bob.packets(VP9).size();
    limit(200_000);
    run(1_500);
    List<RtpPacket> after = bob.packets(VP9).subList(before, bob.packets(VP9).size());
    int wholePictures = 0;
    while (layers(after, wholePictures) == 3) {
      wholePictures++;
    }
    assertThat(layers(after, wholePictures)).isEqualTo(1);

    alice.rtcp.clear();
    limit = 3_000_000;
    for (int i = 0; i < 200; i++) {
      picture(false);
    }
    assertThat(highestLayer()).isZero();
    assertThat(alice.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI)).isNotEmpty();
    key = true;
    picture(false);
    assertThat(highestLayer()).isEqualTo(2);
  }

  @Test
  @DisplayName("answers a NACK with the packet that had the number, marked as it was")
  void resends() {
    run(2_000);
    limit(500_000);
    run(1_500);
    List<RtpPacket> packets = bob.packets(VP9);
    RtpPacket lost = packets.get(packets.size() - 3);
    assertThat(lost.marker()).isTrue();
    bob.report(b -> b.nack(1, 21, new int[] {lost.sequence()}, 1));
    RtpPacket repair = bob.packets(VP9_RTX).get(0);
    repair.restore(VP9, 21);
    assertThat(repair.sequence()).isEqualTo(lost.sequence());
    assertThat(repair.payloadLength()).isEqualTo(lost.payloadLength());
    assertThat(repair.buffer()[repair.payloadOffset() + 1])
        .isEqualTo(lost.buffer()[lost.payloadOffset() + 1]);
    assertThat(repair.timestamp()).isEqualTo(lost.timestamp());
    assertThat(repair.marker()).isTrue();
  }

  private void limit(long bitrate) {
    limit = bitrate;
    bob.report(b -> b.remb(1, bitrate, 21));
  }

  private void run(long millis) {
    for (long end = call.now + millis * MILLI; call.now < end; ) {
      picture(true);
    }
  }

  private void picture(boolean obeys) {
    pictures++;
    if (limit != 0 && pictures % 30 == 0) {
      limit(limit);
    }
    for (int layer = 0; layer < SIZES.length; layer++) {
      for (int i = 0; i < PACKETS[layer]; i++) {
        boolean last = i == PACKETS[layer] - 1;
        alice.send(
            VP9,
            alice.videoSsrc,
            sequence++ & 0xffff,
            timestamp,
            payload(layer, i == 0, last),
            last && layer == SIZES.length - 1);
      }
    }
    key = false;
    timestamp = timestamp + 2_970 & 0xffff_ffffL;
    call.pass(30);
    call.now += 3 * MILLI;
    if (obeys && !alice.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI).isEmpty()) {
      key = true;
      alice.rtcp.clear();
    }
  }

  /** {@code |I|P|L|F|B|E|V|Z| picture id | TID U SID D | TL0PICIDX |} (RFC 9628 section 4.2). */
  private byte[] payload(int layer, boolean begins, boolean ends) {
    byte[] payload = new byte[SIZES[layer]];
    int predicted = key ? 0 : 0x40;
    payload[0] = (byte) (0xa0 | predicted | (begins ? 0x08 : 0) | (ends ? 0x04 : 0));
    payload[1] = (byte) (pictures & 0x7f);
    payload[2] = (byte) (layer << 1 | (key && layer > 0 ? 1 : 0));
    payload[3] = (byte) pictures;
    return payload;
  }

  private int highestLayer() {
    List<RtpPacket> packets = bob.packets(VP9);
    return layer(packets.get(packets.size() - 1));
  }

  private static int layer(RtpPacket packet) {
    return packet.buffer()[packet.payloadOffset() + 2] >> 1 & 7;
  }

  /** How many layers the picture at {@code index} has. */
  private static int layers(List<RtpPacket> packets, int index) {
    List<Integer> found = new ArrayList<>();
    int picture = 0;
    for (int i = 0; i < packets.size(); i++) {
      picture += i > 0 && packets.get(i).timestamp() != packets.get(i - 1).timestamp() ? 1 : 0;
      if (picture == index) {
        found.add(layer(packets.get(i)));
      }
    }
    return (int) found.stream().distinct().count();
  }
}
