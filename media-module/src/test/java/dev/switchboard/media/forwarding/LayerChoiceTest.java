package dev.switchboard.media.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.FrameLayers;
import dev.switchboard.media.rtp.MediaFormat;
import dev.switchboard.media.rtp.ReceivedPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Three encodings of 150, 500 and 1,500 kbit/s, in virtual time. */
class LayerChoiceTest {
  private static final long MILLI = 1_000_000L;
  private static final int[] KILOBITS = {150, 500, 1_500};

  private final LayerChoice choice = new LayerChoice();
  private final List<Encoding> encodings = new ArrayList<>();
  private final boolean[] sends = {true, true, true};
  private Congestion congestion = Congestion.NONE;
  private long now = 1_000_000 * MILLI;

  LayerChoiceTest() {
    for (int i = 0; i < KILOBITS.length; i++) {
      encodings.add(new Encoding(null));
    }
  }

  @Test
  @DisplayName("takes the largest encoding that the line carries, with some room to spare")
  void takesWhatFits() {
    run(2_000, 2_500_000);
    assertThat(choice.encoding()).isEqualTo(2);
    assertThat(choice.wish()).isZero();
    run(1_000, 1_000_000);
    assertThat(choice.encoding()).isEqualTo(1);
    assertThat(choice.wish()).isBetween(1_600_000L, 1_800_000L);
    run(1_000, 400_000);
    assertThat(choice.encoding()).isZero();
    run(20_000, 520_000);
    assertThat(choice.encoding()).as("no room to spare").isZero();
    run(20_000, 600_000);
    assertThat(choice.encoding()).isEqualTo(1);
  }

  @Test
  @DisplayName("does not step up soon after it had to step down, and later if it does again")
  void hasPatience() {
    run(1_000, 2_500_000);
    run(500, 600_000);
    run(2_000, 2_500_000);
    assertThat(choice.encoding()).isEqualTo(1);
    run(1_500, 2_500_000);
    assertThat(choice.encoding()).isEqualTo(2);
    run(500, 600_000);
    run(5_000, 2_500_000);
    assertThat(choice.encoding()).as("the step up did not last").isEqualTo(1);
    run(1_500, 2_500_000);
    assertThat(choice.encoding()).isEqualTo(2);
  }

  @Test
  @DisplayName("takes another encoding at once when the sender has stopped the present one")
  void followsTheSender() {
    run(2_000, 2_500_000);
    sends[2] = false;
    run(1_300, 2_500_000);
    assertThat(choice.encoding()).isEqualTo(1);
    sends[0] = sends[1] = false;
    sends[2] = true;
    run(2_500, 100_000);
    assertThat(choice.wantedEncoding()).as("there is no smaller one").isEqualTo(2);
  }

  @Test
  @DisplayName("changes only with a key frame of the wanted encoding, and lets no other through")
  void waitsForKeyFrame() {
    run(2_000, 2_500_000);
    flow(1_000);
    choice.decide(encodings, 600_000, Congestion.NONE, now);
    assertThat(choice.wantedEncoding()).isEqualTo(1);
    assertThat(takes(1, false)).isFalse();
    assertThat(takes(0, true)).isFalse();
    assertThat(takes(2, false)).isTrue();
    assertThat(takes(1, true)).isTrue();
    assertThat(takes(2, true)).isFalse();
  }

  @Test
  @DisplayName("pauses the picture when the line can't carry the smallest, not for a moment's dip")
  void pauses() {
    run(2_000, 2_500_000);
    run(2_000, 50_000);
    assertThat(choice.isPaused()).isFalse();
    run(500, 2_500_000);
    run(3_300, 50_000);
    assertThat(choice.isPaused()).isTrue();
    assertThat(takes(0, true)).isFalse();
    assertThat(choice.wish()).as("what the smallest needs").isBetween(160_000L, 190_000L);
    run(10_000, 130_000);
    assertThat(choice.isPaused()).isTrue();
    run(500, 200_000);
    assertThat(choice.isPaused()).isFalse();
  }

  @Test
  @DisplayName("pauses the picture at once when the line is full, until it is not")
  void makesRoom() {
    run(2_000, 2_500_000);
    congestion = Congestion.FULL;
    run(100, 120_000);
    assertThat(choice.isPaused()).isTrue();
    congestion = Congestion.NONE;
    run(100, 120_000);
    assertThat(choice.isPaused()).as("the smallest fits about").isFalse();
    congestion = Congestion.FULL;
    run(100, 50_000);
    congestion = Congestion.NONE;
    run(5_000, 50_000);
    assertThat(choice.isPaused()).as("even the smallest is too much").isTrue();
  }

  /** Every 100 ms a decision, and a key frame of what is wanted. */
  @Test
  @DisplayName("rests at once while packets wait only if much more is sent than the line carries")
  void restsBeforeTheQueueIsFull() {
    run(2_000, 2_500_000);
    congestion = Congestion.FILLS;
    run(1_000, 100_000);
    assertThat(choice.isPaused()).as("150 kbit/s over 100").isFalse();
    run(100, 70_000);
    assertThat(choice.isPaused()).as("150 kbit/s over 70").isTrue();
  }

  private void run(long millis, long budget) {
    for (long end = now + millis * MILLI; now < end; ) {
      flow(100);
      choice.decide(encodings, budget, congestion, now);
      if (choice.wantedEncoding() != LayerChoice.NONE && sends[choice.wantedEncoding()]) {
        takes(choice.wantedEncoding(), true);
      }
    }
  }

  /** Offers the first packet of a picture in VP8. */
  private boolean takes(int encoding, boolean keyFrame) {
    byte[] bytes = new byte[14];
    bytes[0] = (byte) 0x80;
    bytes[12] = 0x10;
    bytes[13] = (byte) (keyFrame ? 0 : 1);
    ReceivedPacket packet = new ReceivedPacket();
    FrameLayers layers = new FrameLayers();
    assertThat(packet.rtp().wrap(bytes, 0, bytes.length)).isEqualTo(DropReason.NONE);
    assertThat(MediaFormat.VP8.layers(packet.rtp(), 0, layers)).isEqualTo(DropReason.NONE);
    packet.place(MediaFormat.VP8, encoding, 0, now, layers);
    return choice.takes(packet);
  }

  private void flow(long millis) {
    ReceivedPacket packet = new ReceivedPacket();
    for (long end = now + millis * MILLI; now < end; ) {
      now += 10 * MILLI;
      for (int i = 0; i < KILOBITS.length; i++) {
        if (sends[i]) {
          byte[] bytes = new byte[KILOBITS[i] * 10 / 8];
          bytes[0] = (byte) 0x80;
          assertThat(packet.rtp().wrap(bytes, 0, bytes.length)).isEqualTo(DropReason.NONE);
          packet.place(MediaFormat.VP8, i, 0, now, new FrameLayers());
          encodings.get(i).take(packet, null);
        }
      }
    }
  }
}
