package dev.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class Vp8NumbersTest {
  private final Vp8Numbers numbers = new Vp8Numbers();
  private final RtpPacket packet = new RtpPacket();
  private final Vp8Descriptor descriptor = new Vp8Descriptor();

  /** Whether the next packet is of another source. */
  private boolean begins = true;

  private int step;

  @Test
  @DisplayName("leaves the numbers of the first source as they are")
  void first() {
    assertThat(sent("90 e0 8123 05 60")).isEqualTo("90e081230560");
    assertThat(sent("90 e0 8124 06 00")).isEqualTo("90e081240600");
  }

  @Test
  @DisplayName("goes on without a gap from source to source, and changes nothing else")
  void continues() {
    sent("90 f0 8123 05 61");
    sent("90 f0 8124 05 81");
    begins = true;
    assertThat(sent("90 f0 f000 77 02")).isEqualTo("90f081250602");
    assertThat(sent("80 f0 f000 77 02")).isEqualTo("80f081250602");
    assertThat(sent("b0 f0 f001 77 a2")).isEqualTo("b0f0812606a2");
  }

  @Test
  @DisplayName("wraps the numbers of the stream where those of the source don't, and the other way")
  void wraps() {
    sent("90 e0 ffff ff 00");
    begins = true;
    assertThat(sent("90 e0 8005 05 00")).isEqualTo("90e080000000");
    begins = true;
    assertThat(sent("90 e0 ffff ff 00")).isEqualTo("90e080010100");
    assertThat(sent("90 e0 8000 00 00")).isEqualTo("90e080020200");
  }

  @Test
  @DisplayName("gives a packet that is sent again the numbers that it had")
  void sentAgain() {
    sent("90 e0 ffff 05 00");
    begins = true;
    assertThat(sent("90 e0 8010 10 00")).isEqualTo("90e080000600");
    assertThat(sent("90 e0 8012 12 00")).isEqualTo("90e080020800");
    assertThat(sent("90 e0 8011 11 00")).isEqualTo("90e080010700");
    int old = step;
    begins = true;
    assertThat(sent("90 e0 8000 00 00")).isEqualTo("90e080030900");
    step = old;
    assertThat(sent("90 e0 8011 11 00")).isEqualTo("90e080010700");
  }

  @Test
  @DisplayName("keeps the width of a short picture id, and what has no numbers as it is")
  void others() {
    sent("90 80 7f");
    begins = true;
    assertThat(sent("90 80 05")).isEqualTo("908000");
    assertThat(sent("90 80 06")).isEqualTo("908001");
    assertThat(sent("10")).isEqualTo("10");
    assertThat(sent("90 20 60")).isEqualTo("902060");
  }

  @Test
  @DisplayName("writes behind the number of a retransmission, where the payload begins")
  void retransmission() {
    byte[] bytes = rtp("90 e0 8123 05 60");
    packet.wrap(bytes, 0, bytes.length);
    descriptor.read(bytes, packet.payloadOffset(), packet.payloadLength());
    RtpHeader header = new RtpHeader(4);
    header.begin(false, 97, 1, 2, 3);
    header.end();
    header.originalSequence(0xabcd);
    int bothByOne = 1 << 8 | 1;
    assertThat(numbers.write(bothByOne, descriptor, packet, header)).isEqualTo(descriptor.length());
    assertThat(HexFormat.of().formatHex(header.buffer(), 12, header.length()))
        .isEqualTo("abcd90e081240660");
  }

  /** The descriptor as it is sent; a frame's content follows it. */
  private String sent(String payload) {
    byte[] bytes = rtp(payload + " 9d01");
    assertThat(packet.wrap(bytes, 0, bytes.length)).isEqualTo(DropReason.NONE);
    assertThat(descriptor.read(bytes, packet.payloadOffset(), packet.payloadLength())).isTrue();
    RtpHeader header = new RtpHeader(4);
    header.begin(false, 96, 1, 2, 3);
    header.extension16(3, 7);
    header.end();
    int before = header.length();
    step = begins ? numbers.stepOf(descriptor) : step;
    begins = false;
    int replaced = numbers.write(step, descriptor, packet, header);
    assertThat(header.length() - before).isEqualTo(replaced);
    assertThat(replaced).isEqualTo(step == 0 ? 0 : descriptor.length());
    int at = packet.payloadOffset();
    return replaced == 0
        ? HexFormat.of().formatHex(bytes, at, at + descriptor.length())
        : HexFormat.of().formatHex(header.buffer(), before, header.length());
  }

  private static byte[] rtp(String payload) {
    return RtpPacketTest.hex("80600001 00000002 00000003" + payload);
  }
}
