package dev.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;

class RtpFuzzTest {
  @FuzzTest
  @DisplayName("stays inside any RTP packet, whatever it says about itself")
  void readsAnyRtp(byte[] data) {
    RtpPacket packet = new RtpPacket();
    if (packet.wrap(data, 0, data.length) != DropReason.NONE) {
      return;
    }
    for (int id = 0; id < 256; id++) {
      int at = packet.extension(id);
      if (at >= 0) {
        assertThat(at + packet.extensionLength(at)).isLessThanOrEqualTo(packet.payloadOffset());
      }
    }
    assertThat(packet.payloadLength()).isNotNegative();
    assertThat(packet.payloadOffset() + packet.payloadLength()).isLessThanOrEqualTo(data.length);
    if (packet.restore(96, 1) == DropReason.NONE) {
      assertThat(packet.payloadLength()).isNotNegative();
    }
  }

  @FuzzTest
  @DisplayName("stays inside a packet of sound with earlier frames, and copies each within it")
  void readsAnyRedundancy(byte[] data) {
    RtpPacket packet = new RtpPacket();
    RedundantFrames frames = new RedundantFrames();
    if (packet.wrap(data, 0, data.length) != DropReason.NONE
        || frames.read(packet, 111) != DropReason.NONE) {
      return;
    }
    for (int i = 0; i <= frames.count(); i++) {
      if (i < frames.count()) {
        frames.showEarlier(packet, i);
      } else {
        frames.showFrame(packet);
      }
      assertThat(packet.payloadLength()).isNotNegative();
      assertThat(packet.payloadOffset() + packet.payloadLength()).isLessThanOrEqualTo(data.length);
      assertThat(packet.copyLength()).isLessThanOrEqualTo(data.length);
      byte[] copy = new byte[packet.copyLength()];
      packet.copyTo(copy, 0);
      assertThat(new RtpPacket().wrap(copy, 0, copy.length)).isEqualTo(DropReason.NONE);
    }
  }

  @FuzzTest
  @DisplayName("stays inside any RTCP compound, whatever it says about itself")
  void readsAnyRtcp(byte[] data) {
    RtcpPacket packet = new RtcpPacket();
    if (packet.wrap(data, 0, data.length) != DropReason.NONE) {
      return;
    }
    while (packet.next() && packet.isComplete()) {
      switch (packet.type()) {
        case RtcpPacket.SENDER_REPORT, RtcpPacket.RECEIVER_REPORT -> {
          for (int i = 0; i < packet.count(); i++) {
            assertThat(packet.blockLost(i)).isBetween(-(1 << 23), 1 << 23);
            assertThat(packet.blockDelay(i) + packet.blockLastReport(i)).isNotNegative();
          }
        }
        case RtcpPacket.TRANSPORT_FEEDBACK -> {
          packet.forEachLost(number -> assertThat(number).isBetween(0, 65_535));
          if (packet.count() == RtcpPacket.TRANSPORT_CC) {
            packet.forEachArrival((number, arrived, at) -> assertThat(number).isBetween(0, 65_535));
          }
        }
        case RtcpPacket.PAYLOAD_FEEDBACK -> {
          assertThat(packet.requests(0xffff_ffffffL)).isFalse();
          if (packet.isRemb()) {
            assertThat(packet.rembBitrate()).isNotNegative();
          }
        }
        default -> assertThat(packet.type()).isBetween(0, 255);
      }
    }
  }

  @FuzzTest
  @DisplayName("stays inside any payload of any codec")
  void readsAnyPayload(byte[] data) {
    for (MediaFormat format : MediaFormat.values()) {
      boolean key = format.startsKeyFrame(data, 0, data.length);
      assertThat(key && data.length == 0).isFalse();
    }
    Vp8Descriptor descriptor = new Vp8Descriptor();
    if (descriptor.read(data, 0, data.length)) {
      assertThat(descriptor.length()).isBetween(1, data.length);
      assertThat(descriptor.pictureId()).isBetween(-1, 0x7fff);
      assertThat(descriptor.temporalLayer()).isBetween(0, 3);
      assertThat(descriptor.tl0PicIdx()).isBetween(-1, 255);
      byte[] written = new byte[descriptor.length()];
      int picture = descriptor.pictureId();
      descriptor.write(data, 0, written, 0, picture, descriptor.tl0PicIdx());
      assertThat(written).isEqualTo(Arrays.copyOf(data, written.length));
    }
    Vp9Descriptor vp9 = new Vp9Descriptor();
    if (vp9.read(data, 0, data.length)) {
      assertThat(vp9.length()).isBetween(1, data.length);
      assertThat(vp9.pictureId()).isBetween(-1, 0x7fff);
    }
  }

  @FuzzTest
  @DisplayName("tells the layers of any packets of one stream, or says that it can't")
  void readsAnyLayers(byte[] data) {
    RtpPacket packet = new RtpPacket();
    for (MediaFormat format : MediaFormat.values()) {
      FrameLayers layers = new FrameLayers();
      // Each packet after its length.
      int next;
      for (int at = 0; at < data.length; at = next) {
        next = Math.min(data.length, at + 1 + (data[at] & 0xff));
        if (packet.wrap(data, at + 1, next - at - 1) != DropReason.NONE
            || format.layers(packet, 13, layers) != DropReason.NONE) {
          continue;
        }
        assertThat(layers.spatialId()).isBetween(0, 7);
        assertThat(layers.temporalId()).isBetween(0, 7);
        assertThat(layers.spatialLayers()).isBetween(0, 8);
        assertThat(layers.keyFrame() && layers.spatialId() > 0).isFalse();
      }
    }
  }
}
