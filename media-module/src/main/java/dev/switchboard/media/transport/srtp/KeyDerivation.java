package dev.switchboard.media.transport.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Session keys from a master key by AES in counter mode, at a key derivation rate of 0 (RFC 3711
 * section 4.3). A salt of 12 bytes (RFC 7714 section 11) is continued with zeros.
 */
enum KeyDerivation {
  RTP_ENCRYPTION(0),
  RTP_AUTHENTICATION(1),
  RTP_SALT(2),
  RTCP_ENCRYPTION(3),
  RTCP_AUTHENTICATION(4),
  RTCP_SALT(5);

  private static final int BLOCK = 16;
  private static final int LABEL_POSITION = 7;

  private final int label;

  KeyDerivation(int label) {
    this.label = label;
  }

  byte[] derive(byte[] masterKey, byte[] masterSalt, int length) {
    byte[] iv = Arrays.copyOf(masterSalt, BLOCK);
    iv[LABEL_POSITION] ^= (byte) label;
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(new byte[length]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES in counter mode", e);
    }
  }
}
