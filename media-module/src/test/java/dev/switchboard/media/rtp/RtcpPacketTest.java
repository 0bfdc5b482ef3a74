package dev.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RtcpPacketTest {
  private final RtcpPacket packet = new RtcpPacket();
  private final RtcpBuilder builder = new RtcpBuilder();

  @Test
  @DisplayName("reads back reports, names and goodbyes in one compound")
  void compound() {
    builder
        .senderReport(1, 0x0102030405060708L, 0xfffffff0L, 10, 2_000)
        .block(2, 128, -3, 0x0001fffeL, 90, 0xaabbccddL, 65_536)
        .block(3, 0, 5, 1, 2, 0, 0)
        .cname(1, "abc")
        .bye(1);
    wrap();
    assertThat(packet.next()).isTrue();
    assertThat(packet.type()).isEqualTo(RtcpPacket.SENDER_REPORT);
    assertThat(packet.isComplete()).isTrue();
    assertThat(packet.count()).isEqualTo(2);
    assertThat(packet.ntpTime()).isEqualTo(0x0102030405060708L);
    assertThat(packet.rtpTimestamp()).isEqualTo(0xfffffff0L);
    assertThat(packet.blockSsrc(0)).isEqualTo(2);
    assertThat(packet.blockFractionLost(0)).isEqualTo(128);
    assertThat(packet.blockLost(0)).isEqualTo(-3);
    assertThat(packet.blockJitter(0)).isEqualTo(90);
    assertThat(packet.blockLastReport(0)).isEqualTo(0xaabbccddL);
    assertThat(packet.blockDelay(0)).isEqualTo(65_536);
    assertThat(packet.blockSsrc(1)).isEqualTo(3);
    assertThat(packet.blockLost(1)).isEqualTo(5);
    assertThat(packet.next()).isTrue();
    assertThat(packet.type()).isEqualTo(RtcpPacket.SOURCE_DESCRIPTION);
    assertThat(packet.next()).isTrue();
    assertThat(packet.type()).isEqualTo(RtcpPacket.BYE);
    assertThat(packet.next()).isFalse();
  }

  @Test
  @DisplayName("packs lost numbers across the wrap into bit masks")
  void nack() {
    int[] lost = {65_530, 65_535, 0, 10, 11, 300};
    builder.nack(1, 2, lost, lost.length);
    wrap();
    assertThat(packet.next()).isTrue();
    assertThat(builder.length()).isEqualTo(12 + 3 * 4);
    assertThat(packet.mediaSsrc()).isEqualTo(2);
    List<Integer> read = new ArrayList<>();
    packet.forEachLost(read::add);
    assertThat(read).containsExactly(65_530, 65_535, 0, 10, 11, 300);
  }

  @Test
  @DisplayName("reads back requests for key frames and caps")
  void payloadFeedback() {
    builder.pli(1, 2).fir(1, 3, 9).remb(1, 1_234_567, 4);
    wrap();
    packet.next();
    assertThat(packet.count()).isEqualTo(RtcpPacket.PLI);
    packet.next();
    assertThat(packet.count()).isEqualTo(RtcpPacket.FIR);
    assertThat(packet.requests(3)).isTrue();
    assertThat(packet.requests(2)).isFalse();
    packet.next();
    assertThat(packet.isRemb()).isTrue();
    assertThat(packet.rembBitrate()).isCloseTo(1_234_567, within(8L));
  }

  @Test
  @DisplayName("takes a REMB whose exponent is too large as no cap")
  void hugeRemb() {
    byte[] bytes = RtpPacketTest.hex("8fce0004 00000001 00000000 52454d42 01ffffff");
    assertThat(packet.wrap(bytes, 0, bytes.length)).isEqualTo(DropReason.NONE);
    packet.next();
    assertThat(packet.rembBitrate()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  @DisplayName("refuses compounds with a part that does not fit, and parts that are too short")
  void truncated() {
    refuses("80c9", DropReason.RTCP_TRUNCATED);
    refuses("80c90002 00000001", DropReason.RTCP_TRUNCATED);
    refuses("80c90001 00000001 81", DropReason.RTCP_TRUNCATED);
    refuses("80c90001 00000001 41c90001 00000001", DropReason.RTCP_VERSION);
    byte[] bytes = RtpPacketTest.hex("81c90001 00000001");
    assertThat(packet.wrap(bytes, 0, bytes.length)).isEqualTo(DropReason.NONE);
    packet.next();
    assertThat(packet.isComplete()).isFalse();
  }

  @Test
  @DisplayName("leaves out parts for which there is no room")
  void full() {
    int[] lost = new int[600];
    for (int i = 0; i < lost.length; i++) {
      lost[i] = i * 20;
    }
    builder.nack(1, 2, lost, lost.length).pli(1, 2);
    assertThat(builder.length()).isEqualTo(RtcpBuilder.CAPACITY);
    wrap();
  }

  private void refuses(String text, DropReason reason) {
    byte[] bytes = RtpPacketTest.hex(text);
    assertThat(packet.wrap(bytes, 0, bytes.length)).isEqualTo(reason);
  }

  private void wrap() {
    assertThat(packet.wrap(builder.buffer(), 0, builder.length())).isEqualTo(DropReason.NONE);
  }
}
