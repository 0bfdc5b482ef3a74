package dev.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TransportFeedbackTest {
  private final TransportFeedback feedback = new TransportFeedback();
  private final List<String> told = new ArrayList<>();

  @Test
  @DisplayName("tells arrivals and losses over the wrap, to a quarter of a millisecond")
  void roundTrip() {
    feedback.arrived(65_534, 1_000_000);
    feedback.arrived(65_535, 1_000_600);
    feedback.arrived(1, 1_100_000);
    feedback.arrived(2, 1_099_000);
    tell();
    assertThat(told)
        .containsExactly("65534 1000000", "65535 1000500", "0 lost", "1 1100000", "2 1099000");
    assertThat(feedback.isPending()).isFalse();
  }

  @Test
  @DisplayName("tells what was missing at the end of the last feedback, and nothing twice")
  void continues() {
    feedback.arrived(10, 64_000);
    tell();
    feedback.arrived(10, 65_000);
    assertThat(feedback.isPending()).isFalse();
    feedback.arrived(12, 66_000);
    tell();
    assertThat(told).containsExactly("10 64000", "11 lost", "12 66000");
  }

  @Test
  @DisplayName("tells again from a packet on that came after it was told as missing")
  void comesLate() {
    feedback.arrived(10, 64_000);
    feedback.arrived(12, 66_000);
    tell();
    told.clear();
    feedback.arrived(11, 67_000);
    feedback.arrived(13, 68_000);
    tell();
    assertThat(told).containsExactly("11 67000", "12 66000", "13 68000");
    feedback.arrived(11, 69_000);
    feedback.arrived(9, 69_000);
    assertThat(feedback.isPending()).isFalse();
  }

  @Test
  @DisplayName("starts a second feedback where the time between two packets is too long for one")
  void longPause() {
    feedback.arrived(1, 0);
    feedback.arrived(2, 60_000_000);
    tell();
    assertThat(feedback.isPending()).isTrue();
    tell();
    assertThat(told).containsExactly("1 0", "2 60000000");
  }

  @Test
  @DisplayName("forgets what is before a jump")
  void jump() {
    feedback.arrived(1, 1_000);
    feedback.arrived(20_000, 2_000);
    tell();
    feedback.arrived(19_999, 3_000);
    assertThat(feedback.isPending()).isFalse();
    assertThat(told).containsExactly("20000 2000");
  }

  @Test
  @DisplayName("reads run lengths and one-bit vectors, as the draft draws them")
  void otherChunks() {
    // 3 lost as a run, then 14 one-bit symbols of which 2 are used; reference time 1 (64 ms).
    read("8fcd0006 00000001 00000002 00640005 00000100 0003 b000 04 08 0000");
    assertThat(told).containsExactly("100 lost", "101 lost", "102 lost", "103 65000", "104 67000");
  }

  @Test
  @DisplayName("refuses chunks and deltas that are not there")
  void truncated() {
    assertThat(read("8fcd0004 00000001 00000002 0064000f 00000100")).isFalse();
    assertThat(read("8fcd0005 00000001 00000002 0064000f 00000100 200f 0000")).isFalse();
    assertThat(read("8fcd0005 00000001 00000002 0064000f 00000100 0000 0000")).isFalse();
  }

  @Test
  @DisplayName("refuses to tell of more packets than a sender has on the way")
  void tooMany() {
    assertThat(read("8fcd0005 00000001 00000002 00640800 00000100 0800 0000")).isTrue();
    told.clear();
    assertThat(read("8fcd0005 00000001 00000002 00640801 00000100 0801 0000")).isFalse();
    assertThat(told).isEmpty();
  }

  private boolean read(String text) {
    byte[] bytes = RtpPacketTest.hex(text);
    RtcpPacket packet = new RtcpPacket();
    assertThat(packet.wrap(bytes, 0, bytes.length)).isEqualTo(DropReason.NONE);
    packet.next();
    return packet.forEachArrival(this::note);
  }

  private void tell() {
    RtcpBuilder builder = new RtcpBuilder();
    builder.transportFeedback(feedback, 1, 2);
    RtcpPacket packet = new RtcpPacket();
    assertThat(packet.wrap(builder.buffer(), 0, builder.length())).isEqualTo(DropReason.NONE);
    packet.next();
    assertThat(packet.isComplete()).isTrue();
    assertThat(packet.forEachArrival(this::note)).isTrue();
  }

  private void note(int sequence, boolean arrived, long micros) {
    told.add(sequence + " " + (arrived ? micros : "lost"));
  }
}
