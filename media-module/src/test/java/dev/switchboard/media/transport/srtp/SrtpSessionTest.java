package dev.switchboard.media.transport.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("An SRTP session")
class SrtpSessionTest {
  private final byte[] sealed = new byte[2048];
  private final byte[] opened = new byte[2048];

  private static SrtpKeys keys(SrtpProfile profile, boolean server) {
    byte[] exported = new byte[SrtpKeys.exportedLength(profile)];
    for (int i = 0; i < exported.length; i++) {
      exported[i] = (byte) (i * 37);
    }
    return SrtpKeys.ofExported(profile, exported, server);
  }

  private static byte[] packet(int seq, int ssrc) {
    byte[] packet = new byte[112];
    Arrays.fill(packet, 12, packet.length, (byte) seq);
    packet[0] = (byte) 0x80;
    packet[2] = (byte) (seq >>> 8);
    packet[3] = (byte) seq;
    Bytes.putInt32(packet, 8, ssrc);
    return packet;
  }

  private byte[] seal(SrtpSender sender, int seq, int ssrc) {
    byte[] packet = packet(seq, ssrc);
    assertThat(sender.protectRtp(packet, packet.length, packet, 0, 0, sealed))
        .isEqualTo(SrtpStatus.OK);
    return Arrays.copyOf(sealed, sender.length());
  }

  private SrtpStatus open(SrtpReceiver receiver, byte[] packet) {
    return receiver.openRtp(packet, 0, packet.length, opened);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  @DisplayName("goes on after the sequence number has wrapped, lost and late packets included")
  void survivesTheWrap(SrtpProfile profile) {
    SrtpSender sender = keys(profile, true).sender();
    SrtpReceiver receiver = keys(profile, false).receiver();
    byte[] late = null;
    for (int i = 65_000; i < 3 * 65_536 + 100; i++) {
      byte[] packet = seal(sender, i & 0xFFFF, 1);
      if (i == 2 * 65_536 - 1) {
        late = packet;
      } else if (i % 10 != 0) {
        assertThat(open(receiver, packet)).isEqualTo(SrtpStatus.OK);
      }
      if (i == 2 * 65_536 + 5) {
        assertThat(open(receiver, late)).isEqualTo(SrtpStatus.OK);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  @DisplayName("opens every authentic packet in a flood of forged ones, and none of those")
  void opensInAFlood(SrtpProfile profile) {
    SrtpSender sender = keys(profile, true).sender();
    SrtpReceiver receiver = keys(profile, false).receiver();
    for (int i = 0; i < 1_000; i++) {
      byte[] packet = seal(sender, i, 1);
      byte[] expected = packet(i, 1);
      byte[] report = sealReport(sender);
      int forged = i < 500 ? i % 5 : 0;
      for (int k = 0; k < forged; k++) {
        packet[20 + k] ^= 1;
        assertThat(open(receiver, packet)).isEqualTo(SrtpStatus.NOT_AUTHENTIC);
        packet[20 + k] ^= 1;
        report[9] ^= 1;
        assertThat(receiver.openRtcp(report, 0, report.length, opened))
            .isEqualTo(SrtpStatus.NOT_AUTHENTIC);
        report[9] ^= 1;
      }
      assertThat(open(receiver, packet)).isEqualTo(SrtpStatus.OK);
      assertThat(Arrays.copyOf(opened, receiver.length())).isEqualTo(expected);
      assertThat(receiver.openRtcp(report, 0, report.length, opened)).isEqualTo(SrtpStatus.OK);
      assertThat(Arrays.copyOf(opened, receiver.length())).isEqualTo(RECEIVER_REPORT);
      assertThat(open(receiver, packet)).isEqualTo(SrtpStatus.REPLAYED);
    }
  }

  private static final byte[] RECEIVER_REPORT = {
    (byte) 0x80, (byte) 201, 0, 3, 0, 0, 0, 1, 5, 5, 5, 5, 6, 6, 6, 6
  };

  private byte[] sealReport(SrtpSender sender) {
    assertThat(sender.protectRtcp(RECEIVER_REPORT, 0, RECEIVER_REPORT.length, sealed))
        .isEqualTo(SrtpStatus.OK);
    return Arrays.copyOf(sealed, sender.length());
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  @DisplayName("takes no RTCP that is not encrypted")
  void refusesPlainReports(SrtpProfile profile) {
    byte[] report = sealReport(keys(profile, true).sender());
    int flag = report.length - (profile == SrtpProfile.AEAD_AES_128_GCM ? 4 : 14);
    report[flag] &= 0x7F;
    assertThat(keys(profile, false).receiver().openRtcp(report, 0, report.length, opened))
        .isEqualTo(SrtpStatus.NOT_ENCRYPTED);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  @DisplayName("takes no packet twice, and none that is too old to know")
  void refusesReplays(SrtpProfile profile) {
    SrtpSender sender = keys(profile, true).sender();
    SrtpReceiver receiver = keys(profile, false).receiver();
    byte[] first = seal(sender, 100, 1);
    byte[] second = seal(sender, 101, 1);
    byte[] far = seal(sender, 100 + ReplayWindow.SIZE, 1);
    assertThat(open(receiver, first)).isEqualTo(SrtpStatus.OK);
    assertThat(open(receiver, first)).isEqualTo(SrtpStatus.REPLAYED);
    assertThat(open(receiver, far)).isEqualTo(SrtpStatus.OK);
    assertThat(open(receiver, first)).isEqualTo(SrtpStatus.TOO_OLD);
    assertThat(open(receiver, second)).isEqualTo(SrtpStatus.OK);
    assertThat(open(receiver, second)).isEqualTo(SrtpStatus.REPLAYED);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  @DisplayName("never protects two packets under one index")
  void neverRepeatsAnIndex(SrtpProfile profile) {
    SrtpSender sender = keys(profile, true).sender();
    seal(sender, 7, 1);
    byte[] again = packet(7, 1);
    assertThat(sender.protectRtp(again, again.length, again, 0, 0, sealed))
        .isEqualTo(SrtpStatus.REPLAYED);
    seal(sender, 7, 2);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  @DisplayName("refuses a packet with any bit changed, and is not disturbed by it")
  void refusesForgeries(SrtpProfile profile) {
    SrtpSender sender = keys(profile, true).sender();
    SrtpReceiver receiver = keys(profile, false).receiver();
    byte[] good = seal(sender, 1, 1);
    for (int i = 0; i < good.length * 8; i++) {
      byte[] bad = good.clone();
      bad[i / 8] ^= (byte) (1 << (i % 8));
      assertThat(open(receiver, bad)).isNotEqualTo(SrtpStatus.OK);
    }
    assertThat(open(receiver, good)).isEqualTo(SrtpStatus.OK);
    assertThat(Arrays.copyOf(opened, receiver.length())).isEqualTo(packet(1, 1));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  @DisplayName("protects RTCP with an index of its own, and refuses its replay and forgery")
  void protectsRtcp(SrtpProfile profile) {
    SrtpSender sender = keys(profile, true).sender();
    SrtpReceiver receiver = keys(profile, false).receiver();
    byte[] report = new byte[28];
    report[0] = (byte) 0x80;
    report[1] = (byte) 200;
    for (int i = 0; i < 3; i++) {
      report[20] = (byte) i;
      assertThat(sender.protectRtcp(report, 0, report.length, sealed)).isEqualTo(SrtpStatus.OK);
      byte[] good = Arrays.copyOf(sealed, sender.length());
      byte[] bad = good.clone();
      bad[12] ^= 1;
      assertThat(receiver.openRtcp(bad, 0, bad.length, opened)).isEqualTo(SrtpStatus.NOT_AUTHENTIC);
      assertThat(receiver.openRtcp(good, 0, good.length, opened)).isEqualTo(SrtpStatus.OK);
      assertThat(Arrays.copyOf(opened, receiver.length())).isEqualTo(report);
      assertThat(receiver.openRtcp(good, 0, good.length, opened)).isEqualTo(SrtpStatus.REPLAYED);
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  @DisplayName("leaves CSRCs and the header extension clear")
  void leavesTheHeaderClear(SrtpProfile profile) {
    SrtpSender sender = keys(profile, true).sender();
    SrtpReceiver receiver = keys(profile, false).receiver();
    byte[] packet = packet(5, 9);
    packet[0] = (byte) 0x92;
    packet[20] = (byte) 0xBE;
    packet[21] = (byte) 0xDE;
    packet[22] = 0;
    packet[23] = 2;
    assertThat(sender.protectRtp(packet, packet.length, packet, 0, 0, sealed))
        .isEqualTo(SrtpStatus.OK);
    assertThat(Arrays.copyOf(sealed, 32)).isEqualTo(Arrays.copyOf(packet, 32));
    assertThat(Arrays.copyOfRange(sealed, 32, 112))
        .isNotEqualTo(Arrays.copyOfRange(packet, 32, 112));
    assertThat(receiver.openRtp(sealed, 0, sender.length(), opened)).isEqualTo(SrtpStatus.OK);
    assertThat(Arrays.copyOf(opened, receiver.length())).isEqualTo(packet);
  }
}
