package dev.switchboard.media.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A datagram")
class PacketKindTest {
  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource({
    "0, 1, STUN", "3, 0, STUN", "4, 0, UNKNOWN", "16, 0, UNKNOWN", "19, 0, UNKNOWN",
    "20, 254, DTLS", "22, 254, DTLS", "63, 0, DTLS", "64, 0, UNKNOWN", "127, 0, UNKNOWN",
    "128, 96, RTP", "144, 191, RTP", "128, 192, RTCP", "128, 200, RTCP", "191, 223, RTCP",
    "128, 224, RTP", "192, 200, UNKNOWN", "255, 255, UNKNOWN"
  })
  @DisplayName("is told apart by its first two bytes")
  void isToldApart(int first, int second, PacketKind kind) {
    assertThat(PacketKind.of(new byte[] {(byte) first, (byte) second}, 2)).isEqualTo(kind);
    assertThat(PacketKind.of(new byte[] {(byte) first, (byte) second}, 1))
        .isEqualTo(PacketKind.UNKNOWN);
  }
}
