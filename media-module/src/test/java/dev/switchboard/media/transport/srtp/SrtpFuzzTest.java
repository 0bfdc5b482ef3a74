package dev.switchboard.media.transport.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;

class SrtpFuzzTest {
  private static SrtpKeys keys(SrtpProfile profile, boolean server) {
    byte[] exported = new byte[SrtpKeys.exportedLength(profile)];
    for (int i = 0; i < exported.length; i++) {
      exported[i] = (byte) (i * 37);
    }
    return SrtpKeys.ofExported(profile, exported, server);
  }

  @FuzzTest
  @DisplayName("opening anything ends without an exception, and nothing forged is taken")
  void opensAnything(byte[] datagram) {
    byte[] out = new byte[2048];
    for (SrtpProfile profile : SrtpProfile.values()) {
      SrtpReceiver receiver = keys(profile, true).receiver();
      // The second time it is wary.
      for (int i = 0; i < 2; i++) {
        assertThat(receiver.openRtp(datagram, 0, datagram.length, out)).isNotEqualTo(SrtpStatus.OK);
        assertThat(receiver.openRtcp(datagram, 0, datagram.length, out))
            .isNotEqualTo(SrtpStatus.OK);
      }
    }
  }

  @FuzzTest
  @DisplayName("what was sealed is opened as it was, and with one bit changed it is not")
  void opensWhatWasSealed(byte[] packet) {
    for (SrtpProfile profile : SrtpProfile.values()) {
      SrtpSender sender = keys(profile, true).sender();
      SrtpReceiver receiver = keys(profile, false).receiver();
      byte[] sealed = new byte[2048];
      byte[] opened = new byte[2048];
      if (sender.protectRtp(packet, packet.length, packet, 0, 0, sealed) != SrtpStatus.OK) {
        continue;
      }
      int length = sender.length();
      int at = packet.length == 0 ? 0 : (packet[packet.length - 1] & 0xff) % length;
      for (int wary = 0; wary < 2; wary++) {
        sealed[at] ^= 1;
        assertThat(receiver.openRtp(sealed, 0, length, opened)).isNotEqualTo(SrtpStatus.OK);
        sealed[at] ^= 1;
      }
      assertThat(receiver.openRtp(sealed, 0, length, opened)).isEqualTo(SrtpStatus.OK);
      assertThat(Arrays.copyOf(opened, receiver.length())).isEqualTo(packet);
    }
  }

  @FuzzTest
  @DisplayName("the same of RTCP")
  void opensReportsThatWereSealed(byte[] compound) {
    for (SrtpProfile profile : SrtpProfile.values()) {
      SrtpSender sender = keys(profile, true).sender();
      SrtpReceiver receiver = keys(profile, false).receiver();
      byte[] sealed = new byte[2048];
      byte[] opened = new byte[2048];
      boolean isRtcp = compound.length > 0 && (compound[0] & 0xC0) == 0x80;
      if (!isRtcp || sender.protectRtcp(compound, 0, compound.length, sealed) != SrtpStatus.OK) {
        continue;
      }
      int length = sender.length();
      int at = (compound[compound.length - 1] & 0xff) % length;
      for (int wary = 0; wary < 2; wary++) {
        sealed[at] ^= 1;
        assertThat(receiver.openRtcp(sealed, 0, length, opened)).isNotEqualTo(SrtpStatus.OK);
        sealed[at] ^= 1;
      }
      assertThat(receiver.openRtcp(sealed, 0, length, opened)).isEqualTo(SrtpStatus.OK);
      assertThat(Arrays.copyOf(opened, receiver.length())).isEqualTo(compound);
    }
  }
}
