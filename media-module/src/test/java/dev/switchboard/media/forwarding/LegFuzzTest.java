package dev.switchboard.media.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;

/**
 * What an authentic peer may do to a call. The input is a row of packets, each after its length in
 * 16 bits, of which the first says who of the two sends it.
 */
class LegFuzzTest {
  private static final int SECOND_SENDS = 0x8000;

  @FuzzTest
  @DisplayName("a call goes on, whatever its legs send")
  void takesAnyPackets(byte[] data) {
    TestCall call = new TestCall();
    play(call, call.new Player("alice", 1, UnaryOperator.identity()), data);
  }

  @FuzzTest
  @DisplayName("a call goes on, whatever encodings and layers its legs send")
  void takesAnyLayers(byte[] data) {
    TestCall call = new TestCall();
    call.videoCodecs = List.of("VP8", "H264", "VP9", "AV1");
    String offer = TestCall.offer("chromium-150-simulcast-offer.sdp");
    play(call, call.new Player("alice", 1, sdp -> offer), data);
  }

  private static void play(TestCall call, TestCall.Player alice, byte[] data) {
    TestCall.Player bob = call.new Player("bob", 2, UnaryOperator.identity());
    for (int at = 0; at + 2 <= data.length; ) {
      int word = ((data[at] & 0xff) << 8) | (data[at + 1] & 0xff);
      int length = Math.min(word & ~SECOND_SENDS, data.length - at - 2);
      give((word & SECOND_SENDS) == 0 ? alice.leg : bob.leg, data, at + 2, length, call.now);
      at += 2 + length;
      call.pass(10);
    }
    call.pass(1_100);
    assertThat(call.count("drop.none")).isNotPositive();
    alice.leg.up(1);
    bob.leg.down(1);
  }

  private static void give(Leg leg, byte[] data, int offset, int length, long now) {
    boolean isRtcp = length > 1 && (data[offset + 1] & 0xE0) == 0xC0;
    if (isRtcp) {
      leg.rtcp(data, offset, length, now);
    } else {
      leg.rtp(data, offset, length, now);
    }
  }
}
