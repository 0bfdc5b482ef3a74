package dev.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PacketCacheTest {
  private final PacketCache cache = new PacketCache(4, 1_000);
  private final RtpPacket packet = new RtpPacket();
  private final RtpPacket view = new RtpPacket();

  @Test
  @DisplayName("keeps a packet until the ring or the time has run round, also over the wrap")
  void ages() {
    put(65_535, "80600000 00000002 00000003 aa", 0);
    put(65_536, "80600000 00000002 00000003 bbcc", 500);
    assertThat(cache.get(65_535, 1_000, view)).isTrue();
    assertThat(cache.get(65_535, 1_001, view)).isFalse();
    assertThat(cache.get(65_536, 1_001, view)).isTrue();
    assertThat(view.payloadLength()).isEqualTo(2);
    put(65_540, "80600000 00000002 00000003 bbcc", 500);
    assertThat(cache.get(65_536, 1_001, view)).isFalse();
    assertThat(cache.get(65_537, 500, view)).isFalse();
  }

  @Test
  @DisplayName("shows a packet that came as a retransmission as the original")
  void restored() {
    byte[] bytes = RtpPacketTest.hex("80e10009 00000002 00000003 0007 aabb");
    packet.wrap(bytes, 0, bytes.length);
    packet.restore(96, 5);
    cache.put(7, packet, 0);
    assertThat(cache.get(7, 0, view)).isTrue();
    assertThat(view.sequence()).isEqualTo(7);
    assertThat(view.payloadType()).isEqualTo(96);
    assertThat(view.marker()).isTrue();
    assertThat(view.payloadLength()).isEqualTo(2);
  }

  private void put(long sequence, String text, long now) {
    byte[] bytes = RtpPacketTest.hex(text);
    packet.wrap(bytes, 0, bytes.length);
    cache.put(sequence, packet, now);
  }
}
