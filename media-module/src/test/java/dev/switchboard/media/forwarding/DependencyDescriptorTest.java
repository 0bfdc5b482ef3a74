package dev.switchboard.media.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.forwarding.TestCall.Player;
import dev.switchboard.media.rtp.FrameLayers;
import dev.switchboard.media.rtp.RtpPacket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Alice sends AV1 in layers, with what each frame refers to in a header extension. */
class DependencyDescriptorTest {
  private static final int AV1 = 45;
  private static final int AV1_RTX = 46;
  private static final int SENT_ID = 13;
  private static final int RECEIVED_ID = 12;

  private final TestCall call = new TestCall();
  private Player alice;
  private Player bob;
  private List<byte[]> picture;

  @BeforeEach
  void join() throws IOException {
    call.videoCodecs = List.of("AV1");
    String offer = TestCall.offer("chromium-150-svc-offer.sdp");
    alice =
        call
        .new Player(
            "alice",
            1,
            sdp -> offer.replace("extmap:13 ", "extmap:15 ").replace("extmap:12 ", "extmap:13 "));
    bob = call.new Player("bob", 2, sdp -> offer);
    try (InputStream in = FrameLayers.class.getResourceAsStream("chromium-150-av1-l3t3-key.hex")) {
      picture =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> HexFormat.of().parseHex(line.replace(" ", "")))
              .toList();
    }
  }

  @Test
  @DisplayName("tells a receiver of AV1 what its sender told of each frame, whose decoder needs it")
  void forwards() {
    picture.forEach(packet -> alice.leg.rtp(packet, 0, packet.length, call.now));
    List<RtpPacket> sent = bob.packets(AV1);
    assertThat(sent).hasSameSizeAs(picture);
    for (int i = 0; i < sent.size(); i++) {
      assertThat(descriptor(sent.get(i), RECEIVED_ID))
          .isEqualTo(descriptor(TestCall.packet(picture.get(i)), SENT_ID));
    }
  }

  @Test
  @DisplayName("tells it again with what is sent again")
  void forwardsAgain() {
    picture.forEach(packet -> alice.leg.rtp(packet, 0, packet.length, call.now));
    RtpPacket lost = bob.packets(AV1).get(0);
    bob.report(b -> b.nack(1, 21, new int[] {lost.sequence()}, 1));
    RtpPacket repair = bob.packets(AV1_RTX).get(0);
    assertThat(descriptor(repair, RECEIVED_ID)).isEqualTo(descriptor(lost, RECEIVED_ID));
  }

  private static ByteBuffer descriptor(RtpPacket packet, int id) {
    int at = packet.extension(id);
    assertThat(at).isPositive();
    return ByteBuffer.wrap(
        Arrays.copyOfRange(packet.buffer(), at, at + packet.extensionLength(at)));
  }
}
