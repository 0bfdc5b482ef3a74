package dev.switchboard.media.transport.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Published test vectors: RFC 3711 appendix B, RFC 7714 sections 16 and 17, libsrtp's driver. */
@DisplayName("SRTP")
class SrtpVectorsTest {
  private static final String CM_KEY = "E1F97A0D3E018BE0D64FA32C06DE4139";
  private static final String CM_SALT = "0EC675AD498AFEEBB6960B3AABE6";
  private static final String GCM_KEY = "000102030405060708090a0b0c0d0e0f";
  private static final String GCM_SALT = "a0a1a2a3a4a5a6a7a8a9aaab";
  private static final String RTP = "800f1234decafbadcafebabe" + "ab".repeat(16);
  private static final String RTCP = "81c8000bcafebabe" + "ab".repeat(16);

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  private static String hex(byte[] bytes, int length) {
    return HexFormat.of().formatHex(bytes, 0, length);
  }

  private static SrtpKeys keys(SrtpProfile profile, String key, String salt) {
    String exported = key + key + salt + salt;
    return SrtpKeys.ofExported(profile, bytes(exported), true);
  }

  private static void provesRtp(SrtpKeys keys, String protectedPacket) {
    byte[] out = new byte[200];
    SrtpSender sender = keys.sender();
    byte[] packet = bytes(RTP);
    assertThat(sender.protectRtp(packet, packet.length, packet, 0, 0, out))
        .isEqualTo(SrtpStatus.OK);
    assertThat(hex(out, sender.length())).isEqualTo(protectedPacket);

    SrtpReceiver receiver = keys.receiver();
    byte[] sealed = bytes(protectedPacket);
    assertThat(receiver.openRtp(sealed, 0, sealed.length, out)).isEqualTo(SrtpStatus.OK);
    assertThat(hex(out, receiver.length())).isEqualTo(RTP);
  }

  /** libsrtp's first index is 1, ours is 0; so the second packet is compared. */
  private static void provesRtcp(SrtpKeys keys, String protectedPacket) {
    byte[] out = new byte[200];
    SrtpSender sender = keys.sender();
    byte[] packet = bytes(RTCP);
    assertThat(sender.protectRtcp(packet, 0, packet.length, out)).isEqualTo(SrtpStatus.OK);
    assertThat(sender.protectRtcp(packet, 0, packet.length, out)).isEqualTo(SrtpStatus.OK);
    assertThat(hex(out, sender.length())).isEqualTo(protectedPacket);

    SrtpReceiver receiver = keys.receiver();
    byte[] sealed = bytes(protectedPacket);
    assertThat(receiver.openRtcp(sealed, 0, sealed.length, out)).isEqualTo(SrtpStatus.OK);
    assertThat(hex(out, receiver.length())).isEqualTo(RTCP);
  }

  @Test
  @DisplayName("derives the session keys of RFC 3711 appendix B.3")
  void derivesKeys() {
    byte[] key = bytes(CM_KEY);
    byte[] salt = bytes(CM_SALT);
    assertThat(KeyDerivation.RTP_ENCRYPTION.derive(key, salt, 16))
        .isEqualTo(bytes("C61E7A93744F39EE10734AFE3FF7A087"));
    assertThat(KeyDerivation.RTP_SALT.derive(key, salt, 14))
        .isEqualTo(bytes("30CBBC08863D8C85D49DB34A9AE1"));
    assertThat(KeyDerivation.RTP_AUTHENTICATION.derive(key, salt, 20))
        .isEqualTo(bytes("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
  }

  @Test
  @DisplayName("protects as libsrtp does with AES_CM_128_HMAC_SHA1_80")
  void counterMode() {
    SrtpKeys keys = keys(SrtpProfile.AES128_CM_HMAC_SHA1_80, CM_KEY, CM_SALT);
    provesRtp(keys, "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");
    provesRtcp(
        keys, "81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798");
  }

  @Test
  @DisplayName("protects as libsrtp does with AEAD_AES_128_GCM")
  void gcm() {
    SrtpKeys keys = keys(SrtpProfile.AEAD_AES_128_GCM, GCM_KEY, GCM_SALT);
    provesRtp(
        keys,
        "800f1234decafbadcafebabec5002ede04cfdd2eb91159e0880aa06e"
            + "d2976826f796b201df3131a127e8a392");
    provesRtcp(
        keys,
        "81c8000bcafebabec98b8b5df0392a55852b6c21ac8e7025"
            + "c52c6fbea2b3b446ea31123ba88ce61e80000001");
  }

  @Test
  @DisplayName("protects the RTP packet of RFC 7714 section 16.1")
  void rfc7714Rtp() throws Exception {
    byte[] key = bytes(GCM_KEY);
    byte[] salt = bytes("517569642070726f2071756f");
    byte[] packet =
        bytes(
            "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976"
                + "69736120 696e2070 61727465 73207472 6573");
    byte[] out = new byte[200];
    int length =
        new GcmTransform(key, salt, key, salt)
            .protectRtp(0xf17b, 0x5501a0b2, packet, 12, 14, packet, 14, packet.length - 14, out);
    assertThat(Arrays.copyOf(out, length))
        .isEqualTo(
            bytes(
                "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5"
                    + "0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439"
                    + "0cce"));
  }

  @Test
  @DisplayName("protects the RTCP packet of RFC 7714 section 17.1")
  void rfc7714Rtcp() throws Exception {
    byte[] key = bytes(GCM_KEY);
    byte[] salt = bytes("517569642070726f2071756f");
    byte[] packet =
        bytes(
            "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61"
                + "deadbeef deadbeef deadbeef deadbeef deadbeef");
    byte[] out = new byte[200];
    int length =
        new GcmTransform(key, salt, key, salt)
            .protectRtcp(0x5d4, 0x4d617273, packet, 0, packet.length, out);
    assertThat(Arrays.copyOf(out, length))
        .isEqualTo(
            bytes(
                "81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d"
                    + "c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872"
                    + "45d9eade 800005d4"));
  }
}
