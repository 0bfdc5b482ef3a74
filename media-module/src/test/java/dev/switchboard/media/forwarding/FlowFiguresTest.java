package dev.switchboard.media.forwarding;

import static dev.switchboard.media.forwarding.TestCall.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.switchboard.media.forwarding.TestCall.Player;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The figures of a leg")
class FlowFiguresTest {
  private final TestCall call = new TestCall();
  private final Player alice = call.new Player("alice", 1, sdp -> sdp);
  private final Player bob = call.new Player("bob", 2, sdp -> sdp);
  private int picture;
  private int sound;

  /** A second of 25 frames and 50 packets of sound from Alice. */
  private void second() {
    for (int i = 0; i < 25; i++) {
      call.pass(40);
      alice.video(picture, 3_600L * picture, picture == 0);
      picture++;
      say();
      say();
    }
  }

  private void say() {
    alice.audio(sound, 960L * sound);
    sound++;
  }

  @Test
  @DisplayName("are those of both its directions, and begin anew when they have been asked for")
  void bothDirections() {
    second();
    FlowQuality up = alice.leg.up(1);
    FlowQuality down = bob.leg.down(1);
    assertThat(up.framesPerSecond()).isEqualTo(25);
    assertThat(down.framesPerSecond()).isEqualTo(25);
    assertThat(up.loss()).isZero();
    assertThat(up.bitrate()).isBetween(10_000L, 30_000L);
    assertThat(up.codec()).isEqualTo("VP8");
    assertThat(down.meanOpinionScore()).isBetween(4.3, 4.41);
    assertThat(alice.leg.up(1))
        .isEqualTo(new FlowQuality(0, 0, 0, up.jitter(), 0, -127, 0, 0, 0, 0, "VP8", false));
    assertThat(alice.leg.down(1).codec()).isEmpty();
    assertThat(bob.leg.up(1).meanOpinionScore()).as("says nothing").isZero();
  }

  @Test
  @DisplayName("tell what was lost, and what of it was not made good")
  void lossAndRepair() {
    second();
    alice.leg.up(1);
    picture += 2;
    sound += 10;
    second();
    alice.repair(1, 25, 25 * 3_600, false);
    FlowQuality up = alice.leg.up(1);
    assertThat(up.loss()).as("10 of 60 packets of sound").isCloseTo(1 / 6.0, within(0.001));
    assertThat(up.unrecovered()).isCloseTo(1 / 6.0, within(0.001));
    assertThat(up.framesPerSecond()).as("the picture lacks a packet").isEqualTo(1);
    assertThat(up.freezes()).isEqualTo(1);
    assertThat(up.frozenMillis()).isCloseTo(1_000, within(1.0));
    assertThat(up.meanOpinionScore()).isBetween(1.5, 3.2);

    alice.repair(2, 26, 26 * 3_600, false);
    second();
    FlowQuality later = alice.leg.up(1);
    assertThat(later.loss()).isZero();
    assertThat(later.framesPerSecond()).isEqualTo(26 + 25);
    assertThat(later.freezes()).as("the picture goes on at once").isZero();
  }

  @Test
  @DisplayName("of what it is sent are what it reports, with the way from the speaker to us")
  void reported() {
    report(20, 0);
    second();
    report(20, 0);
    double good = bob.leg.down(1).meanOpinionScore();
    second();
    report(45, 5);
    FlowQuality down = bob.leg.down(1);
    assertThat(down.loss()).isCloseTo(0.2, within(0.001));
    assertThat(down.meanOpinionScore()).isLessThan(good - 0.7);

    second();
    report(70, 5);
    double near = bob.leg.down(1).meanOpinionScore();
    alice.report(b -> b.receiverReport(1).block(10, 0, 0, 1, 0, echoed(), 0));
    second();
    report(95, 5);
    FlowQuality far = bob.leg.down(1);
    assertThat(alice.leg.up(1).roundTrip()).isGreaterThan(500);
    assertThat(far.roundTrip()).isZero();
    assertThat(far.meanOpinionScore()).isLessThan(near - 0.3);
  }

  /** Bob has received sound up to a number, and lost so many packets. */
  private void report(int highest, int lost) {
    bob.report(b -> b.receiverReport(1).block(20, 0, lost, 4_000 + highest, 0, 0, 0));
  }

  /** The time of a sender report that Alice had 800 ms ago. */
  private long echoed() {
    long ntp = call.bridge.ntp().at(call.now - 800 * MILLI);
    return ntp >>> 16 & 0xffff_ffffL;
  }
}
