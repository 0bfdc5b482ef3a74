package dev.switchboard.media.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.forwarding.TestCall.Player;
import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.RedundantFrames;
import dev.switchboard.media.rtp.RtpPacket;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SoundProtectionTest {
  private static final int OPUS = TestCall.OPUS;
  private static final int RED = 63;
  private static final long ALICES_SOUND = 1_057_074_724L;

  private final TestCall call = new TestCall();
  private final Player alice = call.new Player("alice", 1, UnaryOperator.identity());
  private final Player bob = call.new Player("bob", 2, UnaryOperator.identity());

  @Test
  @DisplayName("takes a lost frame from the next packet, and gives it on as it was")
  void recovers() {
    sendsRedundantly(10);
    sendsRedundantly(12);
    List<RtpPacket> heard = bob.packets(OPUS);
    assertThat(heard)
        .extracting(packet -> packet.payloadOffset() > 0 ? content(packet) : -1)
        .containsExactly(10, 11, 12);
    assertThat(heard.get(1).sequence()).isEqualTo(heard.get(0).sequence() + 1 & 0xffff);
    assertThat(heard.get(2).sequence()).isEqualTo(heard.get(0).sequence() + 2 & 0xffff);
    assertThat(heard.get(1).timestamp()).isEqualTo(heard.get(0).timestamp() + 960 & 0xffff_ffffL);
    assertThat(call.count("recovered")).isEqualTo(1);
  }

  @Test
  @DisplayName("tells what was recovered as lost, and what was only late as received")
  void tellsTheTruth() {
    sendsRedundantly(10);
    sendsRedundantly(12);
    assertThat(alice.leg.uplink(MediaKind.AUDIO).first().reception().lost()).isEqualTo(1);
    sendsRedundantly(11);
    assertThat(alice.leg.uplink(MediaKind.AUDIO).first().reception().lost()).isZero();
    assertThat(bob.packets(OPUS)).hasSize(3);
  }

  @Test
  @DisplayName(
      "sends frames once more to a receiver who loses some, twice if many, for ten seconds")
  void protects() {
    sendsPlainly(10, 11);
    assertThat(bob.packets(RED)).isEmpty();
    bob.leg.line().protection().lost(0.02, call.now);
    sendsPlainly(12, 13);
    assertThat(frames(bob.packets(RED).get(1))).isEqualTo(1);
    bob.leg.line().protection().lost(0.05, call.now);
    sendsPlainly(14, 15);
    RtpPacket last = bob.packets(RED).get(3);
    assertThat(frames(last)).isEqualTo(2);
    RedundantFrames frames = new RedundantFrames();
    assertThat(frames.read(last, OPUS)).isEqualTo(DropReason.NONE);
    for (int i = 0; i < 2; i++) {
      frames.showEarlier(last, i);
      assertThat(content(last)).isEqualTo(13 + i);
    }
    frames.showFrame(last);
    assertThat(content(last)).isEqualTo(15);
    call.pass(9_000);
    bob.leg.line().protection().lost(0, call.now);
    assertThat(bob.leg.line().protection().copies()).isEqualTo(2);
    call.pass(1_100);
    bob.leg.line().protection().lost(0, call.now);
    sendsPlainly(16, 17);
    assertThat(bob.packets(RED)).hasSize(4);
  }

  @Test
  @DisplayName("repeats once only where the line is slow")
  void sparesSlowLines() {
    bob.report(b -> b.remb(1, 200_000, 21));
    bob.leg.line().protection().lost(0.05, call.now);
    sendsPlainly(10, 12);
    assertThat(frames(bob.packets(RED).get(1))).isEqualTo(1);
  }

  @Test
  @DisplayName("repeats nothing to a receiver who can't read it")
  void sparesOthers() {
    bob.negotiate(sdp -> sdp.replace("a=rtpmap:63 red/48000/2", "a=x"));
    bob.leg.line().protection().lost(0.05, call.now);
    sendsPlainly(10, 12);
    assertThat(bob.packets(OPUS)).hasSize(3);
  }

  @Test
  @DisplayName("counts redundancy that can't be read, and gives nothing on")
  void refuses() {
    alice.send(RED, ALICES_SOUND, 1, 0, new byte[] {(byte) 0xef, 1});
    assertThat(bob.rtp).isEmpty();
    assertThat(call.count("drop.red-invalid")).isEqualTo(1);
  }

  /** Each frame's one octet is its number. */
  private void sendsPlainly(int first, int last) {
    for (int i = first; i <= last; i++) {
      alice.send(OPUS, ALICES_SOUND, i, 960L * i, new byte[] {(byte) i});
    }
  }

  /** With the frame before. */
  private void sendsRedundantly(int number) {
    byte[] payload = {
      (byte) (0x80 | OPUS), 0x0f, 0, 1, (byte) OPUS, (byte) (number - 1), (byte) number
    };
    alice.send(RED, ALICES_SOUND, number, 960L * number, payload);
  }

  private static int content(RtpPacket packet) {
    assertThat(packet.payloadLength()).isEqualTo(1);
    return packet.buffer()[packet.payloadOffset()];
  }

  private static int frames(RtpPacket packet) {
    RedundantFrames frames = new RedundantFrames();
    assertThat(frames.read(packet, OPUS)).isEqualTo(DropReason.NONE);
    return frames.count();
  }
}
