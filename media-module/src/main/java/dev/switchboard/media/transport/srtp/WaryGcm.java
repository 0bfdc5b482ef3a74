package dev.switchboard.media.transport.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens AES-GCM without an exception where the tag is wrong, for the time of a flood: it decrypts
 * in counter mode, which GCM is inside, encrypts the result again, and compares the tag that comes
 * of it with the one in the packet (NIST SP 800-38D sections 7.1 and 7.2: both directions compute
 * the same tag from the ciphertext). What it encrypts never leaves it. One thread at a time.
 */
final class WaryGcm {
  /** Counter 1 makes the tag, so the text begins with 2. */
  private static final int FIRST_COUNTER = 2;

  private static final int BLOCK = 16;

  private final Cipher counterMode;
  private final Cipher sealing;
  private final byte[] counter = new byte[BLOCK];
  private final byte[] lastIv = new byte[GcmTransform.IV_LENGTH];
  private byte[] sealed = new byte[2048 + GcmTransform.TAG_LENGTH];

  WaryGcm() {
    try {
      counterMode = Cipher.getInstance("AES/CTR/NoPadding");
      sealing = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES/CTR and AES/GCM", e);
    }
  }

  /**
   * Opens {@code in[offset, offset + length)}, whose first {@code header} and last {@code trailer}
   * bytes are associated data, into {@code out} from {@code header} on. Gives the end in {@code
   * out}, or {@link SrtpTransform#NOT_AUTHENTIC}; then what is in {@code out} means nothing.
   */
  int open(
      SecretKeySpec key,
      byte[] iv,
      byte[] in,
      int offset,
      int header,
      int trailer,
      int length,
      byte[] out)
      throws GeneralSecurityException {
    int text = length - header - trailer - GcmTransform.TAG_LENGTH;
    decrypt(key, iv, in, offset + header, text, out, header);
    begin(key, iv);
    sealing.updateAAD(in, offset, header);
    sealing.updateAAD(in, offset + length - trailer, trailer);
    if (sealed.length < text + GcmTransform.TAG_LENGTH) {
      sealed = new byte[text + GcmTransform.TAG_LENGTH];
    }
    sealing.doFinal(out, header, text, sealed, 0);
    boolean authentic = equal(sealed, text, in, offset + header + text);
    return authentic ? header + text : SrtpTransform.NOT_AUTHENTIC;
  }

  private void decrypt(
      SecretKeySpec key, byte[] iv, byte[] in, int offset, int length, byte[] out, int outOffset)
      throws GeneralSecurityException {
    System.arraycopy(iv, 0, counter, 0, GcmTransform.IV_LENGTH);
    Bytes.putInt32(counter, GcmTransform.IV_LENGTH, FIRST_COUNTER);
    counterMode.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(counter));
    counterMode.doFinal(in, offset, length, out, outOffset);
  }

  /**
   * The platform refuses to encrypt under one IV twice in a row, as well it should; but a forger
   * may send one number again and again, so another IV comes in between.
   */
  private void begin(SecretKeySpec key, byte[] iv) throws GeneralSecurityException {
    if (Arrays.equals(iv, lastIv)) {
      iv[0] ^= 1;
      init(key, iv);
      iv[0] ^= 1;
    }
    init(key, iv);
    System.arraycopy(iv, 0, lastIv, 0, iv.length);
  }

  private void init(SecretKeySpec key, byte[] iv) throws GeneralSecurityException {
    sealing.init(
        Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(GcmTransform.TAG_LENGTH * Byte.SIZE, iv));
  }

  /** Takes as long for a wrong tag as for the right one. */
  private static boolean equal(byte[] ours, int ourOffset, byte[] theirs, int theirOffset) {
    int difference = 0;
    for (int i = 0; i < GcmTransform.TAG_LENGTH; i++) {
      difference |= ours[ourOffset + i] ^ theirs[theirOffset + i];
    }
    return difference == 0;
  }
}
