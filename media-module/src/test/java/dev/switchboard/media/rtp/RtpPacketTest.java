package dev.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
  private final RtpPacket packet = new RtpPacket();

  @Test
  @DisplayName("reads header, contributing sources, one-byte extensions and payload in place")
  void readsAll() {
    // RFC 8285 section 4.2's example of elements, with padding between them.
    byte[] bytes =
        hex(
            "ff"
                + "91e0ff12 b26f8001 fffffffe aaaaaaaa"
                + "bede0003 10aa21bb bb000033 ccddeeff"
                + "010203");
    assertThat(packet.wrap(bytes, 1, bytes.length - 1)).isEqualTo(DropReason.NONE);
    assertThat(packet.marker()).isTrue();
    assertThat(packet.payloadType()).isEqualTo(96);
    assertThat(packet.sequence()).isEqualTo(0xff12);
    assertThat(packet.timestamp()).isEqualTo(0xb26f8001L);
    assertThat(packet.ssrc()).isEqualTo(0xfffffffeL);
    assertThat(packet.payloadLength()).isEqualTo(3);
    assertThat(bytes[packet.payloadOffset()]).isEqualTo((byte) 1);
    assertElement(1, "aa");
    assertElement(2, "bbbb");
    assertElement(3, "ccddeeff");
    assertThat(packet.extension(4)).isEqualTo(-1);
    assertThat(packet.extension(0)).isEqualTo(-1);
  }

  @Test
  @DisplayName("reads two-byte extensions, empty ones and large ids included")
  void twoByte() {
    wraps("90600001 00000002 00000003 10000003 0100 ff02aabb 00 14031122 3300", DropReason.NONE);
    assertElement(1, "");
    assertThat(packet.extension(1, 1)).isEqualTo(-1);
    assertThat(packet.extension(255, 2)).isEqualTo(packet.extension(255)).isPositive();
    assertThat(packet.extension(255, 3)).isEqualTo(-1);
    assertElement(255, "aabb");
    assertElement(0x14, "112233");
  }

  @Test
  @DisplayName("finds nothing behind an element that does not fit, or behind id 15")
  void brokenElements() {
    wraps("90600001 00000002 00000003 bede0001 3faabbcc", DropReason.NONE);
    assertThat(packet.extension(3)).isEqualTo(-1);
    wraps("90600001 00000002 00000003 bede0001 f0aa10bb", DropReason.NONE);
    assertThat(packet.extension(1)).isEqualTo(-1);
    wraps("90600001 00000002 00000003 12340001 10aa10bb", DropReason.NONE);
    assertThat(packet.extension(1)).isEqualTo(-1);
  }

  @Test
  @DisplayName("takes the padding off, and refuses more padding than payload")
  void padding() {
    wraps("a0600001 00000002 00000003 aabb0003", DropReason.NONE);
    assertThat(packet.payloadLength()).isEqualTo(1);
    wraps("a0600001 00000002 00000003 00000004", DropReason.NONE);
    assertThat(packet.payloadLength()).isZero();
    wraps("a0600001 00000002 00000003 00000005", DropReason.RTP_PADDING);
    wraps("a0600001 00000002 00000003 00000000", DropReason.RTP_PADDING);
    wraps("a0600001 00000002 00000003", DropReason.RTP_PADDING);
  }

  @Test
  @DisplayName("refuses what is truncated or of another version")
  void truncated() {
    wraps("80600001 00000002 000000", DropReason.RTP_TRUNCATED);
    wraps("82600001 00000002 00000003 00000000", DropReason.RTP_TRUNCATED);
    wraps("90600001 00000002 00000003 bede", DropReason.RTP_TRUNCATED);
    wraps("90600001 00000002 00000003 bede0002 00000000", DropReason.RTP_TRUNCATED);
    wraps("40600001 00000002 00000003", DropReason.RTP_VERSION);
  }

  @Test
  @DisplayName("restores a retransmitted packet, and tells probes from it")
  void retransmission() {
    wraps("80e10001 00000002 00000003 ffee aabbcc", DropReason.NONE);
    assertThat(packet.restore(96, 77)).isEqualTo(DropReason.NONE);
    assertThat(packet.sequence()).isEqualTo(0xffee);
    assertThat(packet.payloadType()).isEqualTo(96);
    assertThat(packet.ssrc()).isEqualTo(77);
    assertThat(packet.marker()).isTrue();
    assertThat(packet.payloadLength()).isEqualTo(3);
    wraps("80e10001 00000002 00000003 ff", DropReason.NONE);
    assertThat(packet.restore(96, 77)).isEqualTo(DropReason.RTX_INVALID);
    wraps("a0e10001 00000002 00000003 00000004", DropReason.NONE);
    assertThat(packet.restore(96, 77)).isEqualTo(DropReason.RTX_PROBE);
  }

  @Test
  @DisplayName("reads back the headers that it writes, in both extension forms")
  void writes() {
    for (int midId : new int[] {4, 20}) {
      RtpHeader header = new RtpHeader(midId);
      header.begin(true, 96, 0xfffe, 0xfffffff0L, 0xdeadbeefL);
      header.extension(midId, new byte[] {'1'}, 0, 1);
      header.extension24(2, 0x010203);
      header.extension16(3, 0xfffe);
      header.extension(0, new byte[] {9}, 0, 1);
      header.end();
      assertThat(packet.wrap(header.buffer(), 0, header.length())).isEqualTo(DropReason.NONE);
      assertThat(packet.marker()).isTrue();
      assertThat(packet.sequence()).isEqualTo(0xfffe);
      assertThat(packet.timestamp()).isEqualTo(0xfffffff0L);
      assertThat(packet.ssrc()).isEqualTo(0xdeadbeefL);
      assertThat(packet.payloadLength()).isZero();
      assertElement(midId, "31");
      assertElement(2, "010203");
      assertElement(3, "fffe");
    }
  }

  @Test
  @DisplayName("writes an element of more than 16 octets if it is the first")
  void writesLong() {
    RtpHeader header = new RtpHeader(4);
    for (int size : new int[] {16, 17, 255}) {
      header.begin(false, 45, 1, 2, 3);
      header.extension(4, new byte[size], 0, size);
      header.extension(3, new byte[17], 0, 17);
      header.extension16(2, 0xfffe);
      header.end();
      assertThat(packet.wrap(header.buffer(), 0, header.length())).isEqualTo(DropReason.NONE);
      assertElement(4, "00".repeat(size));
      assertElement(2, "fffe");
      assertThat(packet.extension(3)).as("behind %d", size).matches(at -> at > 0 == size > 16);
    }
  }

  private void assertElement(int id, String data) {
    int at = packet.extension(id);
    assertThat(at).isPositive();
    assertThat(HexFormat.of().formatHex(packet.buffer(), at, at + packet.extensionLength(at)))
        .isEqualTo(data);
  }

  private void wraps(String text, DropReason expected) {
    byte[] bytes = hex(text);
    assertThat(packet.wrap(bytes, 0, bytes.length)).isEqualTo(expected);
  }

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
