package dev.switchboard.media.transport.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever comes, opening it ends without an exception, and nothing forged is taken. */
class SrtpFuzzTest {
  @FuzzTest
  void opensAnything(byte[] datagram) {
    byte[] out = new byte[2048];
    for (SrtpProfile profile : SrtpProfile.values()) {
      SrtpKeys keys =
          SrtpKeys.ofExported(profile, new byte[SrtpKeys.exportedLength(profile)], true);
      assertThat(keys.receiver().openRtp(datagram, 0, datagram.length, out))
          .isNotEqualTo(SrtpStatus.OK);
      assertThat(keys.receiver().openRtcp(datagram, 0, datagram.length, out))
          .isNotEqualTo(SrtpStatus.OK);
      assertThat(keys.sender().protectRtp(datagram, datagram.length, datagram, 0, 0, out))
          .isNotNull();
      assertThat(keys.sender().protectRtcp(datagram, 0, datagram.length, out)).isNotNull();
    }
  }
}
