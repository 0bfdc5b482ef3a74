package dev.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameLayersTest {
  private static final int DESCRIPTOR = 13;

  private final RtpPacket packet = new RtpPacket();
  private final FrameLayers layers = new FrameLayers();

  @Test
  @DisplayName("tells the layers of Chromium's AV1 in L3T3_KEY by its dependency descriptors")
  void av1KeyLayers() {
    assertThat(all("chromium-150-av1-l3t3-key.hex", MediaFormat.AV1))
        .containsExactly(
            "S0T0 start end key switch of 2",
            "S1T0 start end switch of 2",
            "S0T2 start end of 2",
            "S1T2 start end of 2",
            "S0T0 start end key switch of 3",
            "S1T0 start end switch of 3",
            "S2T0 start switch of 3",
            "S2T0 of 3",
            "S2T0 end of 3",
            "S0T2 start end of 3",
            "S1T2 start end of 3",
            "S2T2 start end of 3",
            "S0T1 start end of 3",
            "S1T1 start end of 3",
            "S2T1 start end of 3",
            "S0T2 start end of 3",
            "S1T2 start end of 3",
            "S2T2 start of 3",
            "S2T2 of 3",
            "S2T2 end of 3",
            "S0T0 start end of 3");
  }

  @Test
  @DisplayName("tells the layers of Chromium's AV1 in L2T1, whose upper layer begins later")
  void av1Layers() {
    assertThat(all("chromium-150-av1-l2t1.hex", MediaFormat.AV1))
        .containsExactly(
            "S0T0 start end key switch of 1",
            "S0T0 start end of 1",
            "S0T0 start end of 2",
            "S1T0 start switch of 2",
            "S1T0 of 2",
            "S1T0 of 2",
            "S1T0 of 2",
            "S1T0 end of 2",
            "S0T0 start end of 2",
            "S1T0 start of 2",
            "S1T0 of 2",
            "S1T0 of 2");
  }

  @Test
  @DisplayName("tells the layers of Chromium's VP9 in L3T3_KEY by its payload descriptors")
  void vp9KeyLayers() {
    assertThat(all("chromium-150-vp9-l3t3-key.hex", MediaFormat.VP9))
        .containsExactly(
            "S0T0 start end key switch of 1",
            "S0T2 start end of 1",
            "S0T0 start end key switch of 3",
            "S1T0 start switch of 3",
            "S1T0 of 3",
            "S1T0 of 3",
            "S1T0 end of 3",
            "S2T0 start switch of 3",
            "S2T0 of 3",
            "S2T0 of 3",
            "S2T0 of 3",
            "S2T0 of 3",
            "S2T0 of 3",
            "S2T0 end of 3",
            "S0T2 start end of 3",
            "S1T2 start end of 3",
            "S2T2 start end of 3",
            "S0T1 start end of 3",
            "S1T1 start end of 3",
            "S2T1 start of 3",
            "S2T1 end of 3",
            "S0T2 start end of 3",
            "S1T2 start end of 3",
            "S2T2 start of 3",
            "S2T2 end of 3",
            "S0T0 start end of 3",
            "S1T0 start of 3",
            "S1T0 end of 3",
            "S2T0 start of 3",
            "S2T0 of 3",
            "S2T0 of 3",
            "S2T0 of 3");
  }

  @Test
  @DisplayName("knows no layers of AV1 without the structure, and none of the stream before")
  void structureMissed() {
    List<byte[]> stream = packets("chromium-150-av1-l3t3-key.hex");
    assertThat(read(MediaFormat.AV1, stream.get(1))).isEqualTo("LAYER_UNKNOWN");
    read(MediaFormat.AV1, stream.get(0));
    assertThat(read(MediaFormat.AV1, stream.get(2))).isEqualTo("S0T2 start end of 2");
    layers.clear();
    assertThat(read(MediaFormat.AV1, stream.get(2))).isEqualTo("LAYER_UNKNOWN");
    assertThat(layers.spatialLayers()).isZero();
  }

  @Test
  @DisplayName("keeps its structure when one comes that is cut off")
  void structureCut() {
    List<byte[]> stream = packets("chromium-150-av1-l3t3-key.hex");
    read(MediaFormat.AV1, stream.get(0));
    DependencyDescriptor descriptor = new DependencyDescriptor();
    byte[] good = element(stream.get(0));
    assertThat(descriptor.read(good, 0, good.length, 1)).isEqualTo(DropReason.NONE);
    for (int length = 4; length < good.length - 1; length++) {
      assertThat(descriptor.read(good, 0, length, 2))
          .as("%d", length)
          .isNotEqualTo(DropReason.NONE);
    }
    byte[] next = element(stream.get(3));
    assertThat(descriptor.read(next, 0, next.length, 3)).isEqualTo(DropReason.NONE);
    assertThat(descriptor.spatialId()).isEqualTo(1);
    assertThat(descriptor.frameNumber()).isEqualTo(4);
  }

  @Test
  @DisplayName("takes an upper layer's frame for no switching point when the lower one was missed")
  void lowerLayerMissed() {
    List<byte[]> stream = packets("chromium-150-av1-l3t3-key.hex");
    read(MediaFormat.AV1, stream.get(4));
    assertThat(read(MediaFormat.AV1, stream.get(6))).isEqualTo("S2T0 start switch of 3");
    read(MediaFormat.AV1, stream.get(20));
    assertThat(read(MediaFormat.AV1, stream.get(6))).isEqualTo("S2T0 start of 3");
  }

  @ParameterizedTest(name = "{0} {1}: {2} ({3})")
  @CsvSource({
    "OPUS, 80 fc, S0T0 start end key switch of 1, any audio",
    "VP8, 00 10 00, S0T0 start key switch of 1, key frame without extension",
    "VP8, 80 90 e0 8123 05 a0 01, S0T2 start end of 1, upper temporal layer",
    "VP8, 80 80 e0 8123 05 40 00, S0T1 end of 1, later packet of a frame",
    "VP8, 80 90 e0 8123 05, PAYLOAD_DESCRIPTOR, no temporal layer though it is announced",
    "VP8, 80, PAYLOAD_DESCRIPTOR, empty",
    "H264, 00 67 42, S0T0 start key switch of 1, sequence parameters",
    "H264, 80 7c 45, S0T0 end of 1, last fragment",
    "H264, 00 7c 85, S0T0 start key switch of 1, first fragment of an IDR slice",
    "VP9, 80 8c 01 00, S0T0 start end key switch of 0, no layers",
    "VP9, 80 ac 8123 04 07 00, S2T0 start end switch of 0, upper layer of a key picture",
    "VP9, 00 a8 8123 30 07 00, S0T1 start key switch of 0, not flexible",
    "VP9, 00 fc 8123 20 03, PAYLOAD_DESCRIPTOR, a reference that announces another",
    "VP9, 00 fc 8123 20 03 05 07 00, PAYLOAD_DESCRIPTOR, four references",
    "VP9, 00 fc 8123 20 03 05 06 00, S0T1 start end of 0, three references",
    "VP9, 00 0a 38 0280 0168 0500 02d0 02 04 01 14 01 00, S0T0 start key switch of 2, sizes and a group",
    "VP9, 00 0a 38 0280 0168 0500 02d0 02 04 01 1c 01, PAYLOAD_DESCRIPTOR, a group that is cut off",
    "AV1, 80 18 0a, S0T0 start end key switch of 1, no descriptor",
    "AV1, 00 98 0a, S0T0 of 1, continues a unit",
    "AV1, 00, S0T0 of 1, empty",
  })
  void readsPayloads(MediaFormat format, String payload, String expected, String why) {
    byte[] bytes = RtpPacketTest.hex(payload);
    byte[] rtp = new byte[RtpPacket.FIXED_HEADER + bytes.length - 1];
    rtp[0] = (byte) 0x80;
    rtp[1] = bytes[0];
    System.arraycopy(bytes, 1, rtp, RtpPacket.FIXED_HEADER, bytes.length - 1);
    assertThat(read(format, rtp)).as(why).isEqualTo(expected);
  }

  private byte[] element(byte[] bytes) {
    packet.wrap(bytes, 0, bytes.length);
    int at = packet.extension(DESCRIPTOR);
    return Arrays.copyOfRange(bytes, at, at + packet.extensionLength(at));
  }

  private List<String> all(String resource, MediaFormat format) {
    return packets(resource).stream().map(bytes -> read(format, bytes)).toList();
  }

  private String read(MediaFormat format, byte[] bytes) {
    assertThat(packet.wrap(bytes, 0, bytes.length)).isEqualTo(DropReason.NONE);
    DropReason reason = format.layers(packet, DESCRIPTOR, layers);
    if (reason != DropReason.NONE) {
      return reason.name();
    }
    return "S%dT%d%s%s%s%s of %d"
        .formatted(
            layers.spatialId(),
            layers.temporalId(),
            layers.startOfFrame() ? " start" : "",
            layers.endOfFrame() ? " end" : "",
            layers.keyFrame() ? " key" : "",
            layers.switchingPoint() ? " switch" : "",
            layers.spatialLayers());
  }

  static List<byte[]> packets(String resource) {
    try (InputStream in = FrameLayersTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(RtpPacketTest::hex)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
