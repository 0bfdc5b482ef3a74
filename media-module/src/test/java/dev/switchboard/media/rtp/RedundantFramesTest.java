package dev.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedundantFramesTest {
  private static final String HEADER = "80bf0001 00000780 00000007 ";

  private final RtpPacket packet = new RtpPacket();
  private final RedundantFrames frames = new RedundantFrames();

  @Test
  @DisplayName("shows earlier frames with their numbers and times, over the wrap, and then its own")
  void shows() {
    // 1920 and 960 before; two octets and one.
    assertThat(read(HEADER + "ef1e0002 ef0f0001 6f 0102 03 0405")).isEqualTo(DropReason.NONE);
    assertThat(frames.count()).isEqualTo(2);
    frames.showEarlier(packet, 0);
    assertShows(65_535, 0, false, 1, 2);
    frames.showEarlier(packet, 1);
    assertShows(0, 960, false, 3);
    frames.showFrame(packet);
    assertShows(1, 1_920, true, 4, 5);
  }

  @Test
  @DisplayName("takes a packet without earlier frames, and one whose earlier frame is empty")
  void none() {
    assertThat(read(HEADER + "6f 0405")).isEqualTo(DropReason.NONE);
    assertThat(frames.count()).isZero();
    frames.showFrame(packet);
    assertShows(1, 1_920, true, 4, 5);
    assertThat(read(HEADER + "ef0f0000 6f 0405")).isEqualTo(DropReason.NONE);
    assertThat(frames.hasEarlier(0)).isFalse();
  }

  @Test
  @DisplayName("is copied for another loop as a packet of the frame in view")
  void copies() {
    assertThat(read(HEADER + "ef0f0001 6f 03 0405")).isEqualTo(DropReason.NONE);
    PacketBatch batch = new PacketBatch();
    ReceivedPacket received = new ReceivedPacket();
    byte[] bytes = RtpPacketTest.hex(HEADER + "ef0f0001 6f 03 0405");
    assertThat(received.rtp().wrap(bytes, 0, bytes.length)).isEqualTo(DropReason.NONE);
    assertThat(frames.read(received.rtp(), 111)).isEqualTo(DropReason.NONE);
    frames.showEarlier(received.rtp(), 0);
    assertThat(batch.add(false, received)).isTrue();
    frames.showFrame(received.rtp());
    assertThat(batch.add(false, received)).isTrue();
    assertThat(batch.show(0, packet)).isEqualTo(DropReason.NONE);
    assertShows(0, 960, false, 3);
    assertThat(batch.show(1, packet)).isEqualTo(DropReason.NONE);
    assertShows(1, 1_920, true, 4, 5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "ef0f00", // half a header
        "ef0f0001", // no frame of its own
        "ef0f0003 6f 0102", // longer than the packet
        "ee0f0001 6f 0102", // another codec
        "ef0f0001 6e 0102",
        "ef0f0000 ef0f0000 ef0f0000 ef0f0000 ef0f0000 6f 01" // too many
      })
  @DisplayName("refuses what is cut off, of another codec, or too much")
  void refuses(String payload) {
    assertThat(read(HEADER + payload)).isEqualTo(DropReason.RED_INVALID);
  }

  private DropReason read(String text) {
    byte[] bytes = RtpPacketTest.hex(text);
    assertThat(packet.wrap(bytes, 0, bytes.length)).isEqualTo(DropReason.NONE);
    return frames.read(packet, 111);
  }

  private void assertShows(int number, long timestamp, boolean marker, int... payload) {
    assertThat(packet.sequence()).isEqualTo(number);
    assertThat(packet.timestamp()).isEqualTo(timestamp);
    assertThat(packet.payloadType()).isEqualTo(111);
    assertThat(packet.marker()).isEqualTo(marker);
    byte[] shown =
        Arrays.copyOfRange(
            packet.buffer(),
            packet.payloadOffset(),
            packet.payloadOffset() + packet.payloadLength());
    byte[] expected = new byte[payload.length];
    for (int i = 0; i < payload.length; i++) {
      expected[i] = (byte) payload[i];
    }
    assertThat(shown).isEqualTo(expected);
  }
}
