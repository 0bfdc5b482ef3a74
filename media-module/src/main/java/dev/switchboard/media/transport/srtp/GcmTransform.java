package dev.switchboard.media.transport.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AEAD_AES_128_GCM (RFC 7714). Protected packets:
 *
 * <pre>
 * SRTP    | header (associated data) | ciphertext | tag, 16 |
 * SRTCP   | header, 8 (associated data) | ciphertext | tag, 16 | E and index, 4 (associated data) |
 * </pre>
 */
final class GcmTransform extends SrtpTransform {
  static final int TAG_LENGTH = 16;
  static final int IV_LENGTH = 12;

  /** So many authentic packets in a row end the wariness that a forged one begins. */
  private static final int WARY = 64;

  private final Cipher cipher;
  private final SecretKeySpec rtpKey;
  private final SecretKeySpec rtcpKey;
  private final byte[] rtpSalt;
  private final byte[] rtcpSalt;
  private final byte[] iv = new byte[IV_LENGTH];
  private final byte[] indexWord = new byte[SRTCP_INDEX_LENGTH];
  private @Nullable WaryGcm careful;
  private int wary;

  GcmTransform(byte[] masterKey, byte[] masterSalt) {
    this(
        KeyDerivation.RTP_ENCRYPTION.derive(masterKey, masterSalt, SrtpProfile.KEY_LENGTH),
        KeyDerivation.RTP_SALT.derive(masterKey, masterSalt, IV_LENGTH),
        KeyDerivation.RTCP_ENCRYPTION.derive(masterKey, masterSalt, SrtpProfile.KEY_LENGTH),
        KeyDerivation.RTCP_SALT.derive(masterKey, masterSalt, IV_LENGTH));
  }

  /** With the session keys and salts themselves. */
  GcmTransform(byte[] rtpKey, byte[] rtpSalt, byte[] rtcpKey, byte[] rtcpSalt) {
    this.rtpKey = new SecretKeySpec(rtpKey, "AES");
    this.rtpSalt = rtpSalt;
    this.rtcpKey = new SecretKeySpec(rtcpKey, "AES");
    this.rtcpSalt = rtcpSalt;
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES/GCM", e);
    }
  }

  @Override
  int rtpOverhead() {
    return TAG_LENGTH;
  }

  @Override
  int rtcpIndexDistance() {
    return SRTCP_INDEX_LENGTH;
  }

  @Override
  int protectRtp(
      long index,
      int ssrc,
      byte[] head,
      int headerLength,
      int headLength,
      byte[] payload,
      int payloadOffset,
      int payloadLength,
      byte[] out)
      throws GeneralSecurityException {
    init(Cipher.ENCRYPT_MODE, rtpKey, rtpIv(index, ssrc));
    cipher.updateAAD(head, 0, headerLength);
    System.arraycopy(head, 0, out, 0, headLength);
    if (headLength == headerLength) {
      return headerLength
          + cipher.doFinal(payload, payloadOffset, payloadLength, out, headerLength);
    }
    // A text in two parts costs the JDK's cipher more than the copy that makes it one.
    System.arraycopy(payload, payloadOffset, out, headLength, payloadLength);
    int length = headLength - headerLength + payloadLength;
    return headerLength + cipher.doFinal(out, headerLength, length, out, headerLength);
  }

  @Override
  int openRtp(long index, int ssrc, byte[] in, int offset, int headerLength, int length, byte[] out)
      throws GeneralSecurityException {
    System.arraycopy(in, offset, out, 0, headerLength);
    return open(rtpKey, rtpIv(index, ssrc), in, offset, headerLength, 0, length, out);
  }

  @Override
  int protectRtcp(int index, int ssrc, byte[] in, int offset, int length, byte[] out)
      throws GeneralSecurityException {
    init(Cipher.ENCRYPT_MODE, rtcpKey, rtcpIv(index, ssrc));
    Bytes.putInt32(indexWord, 0, index | E_FLAG);
    cipher.updateAAD(in, offset, RTCP_HEADER_LENGTH);
    cipher.updateAAD(indexWord);
    System.arraycopy(in, offset, out, 0, RTCP_HEADER_LENGTH);
    int end =
        RTCP_HEADER_LENGTH
            + cipher.doFinal(
                in,
                offset + RTCP_HEADER_LENGTH,
                length - RTCP_HEADER_LENGTH,
                out,
                RTCP_HEADER_LENGTH);
    Bytes.putInt32(out, end, index | E_FLAG);
    return end + SRTCP_INDEX_LENGTH;
  }

  @Override
  int openRtcp(int index, int ssrc, byte[] in, int offset, int length, byte[] out)
      throws GeneralSecurityException {
    int header = RTCP_HEADER_LENGTH;
    System.arraycopy(in, offset, out, 0, header);
    return open(rtcpKey, rtcpIv(index, ssrc), in, offset, header, SRTCP_INDEX_LENGTH, length, out);
  }

  /**
   * Opens {@code in[offset, offset + length)}, of which the first {@code header} and the last
   * {@code trailer} bytes are associated data. A wrong tag costs an exception with a stack trace,
   * tens of times what opening costs; so after the first one the packets are opened in the other
   * way, which takes twice as long as the usual for good packets and no longer for bad ones.
   */
  private int open(
      SecretKeySpec key,
      byte[] iv,
      byte[] in,
      int offset,
      int header,
      int trailer,
      int length,
      byte[] out)
      throws GeneralSecurityException {
    if (wary > 0) {
      return openWarily(key, iv, in, offset, header, trailer, length, out);
    }
    init(Cipher.DECRYPT_MODE, key, iv);
    cipher.updateAAD(in, offset, header);
    cipher.updateAAD(in, offset + length - trailer, trailer);
    try {
      return header + cipher.doFinal(in, offset + header, length - header - trailer, out, header);
    } catch (AEADBadTagException e) {
      wary = WARY;
      return NOT_AUTHENTIC;
    }
  }

  private int openWarily(
      SecretKeySpec key,
      byte[] iv,
      byte[] in,
      int offset,
      int header,
      int trailer,
      int length,
      byte[] out)
      throws GeneralSecurityException {
    if (careful == null) {
      careful = new WaryGcm();
    }
    int opened = careful.open(key, iv, in, offset, header, trailer, length, out);
    wary = opened == NOT_AUTHENTIC ? WARY : wary - 1;
    return opened;
  }

  private void init(int mode, SecretKeySpec key, byte[] iv) throws GeneralSecurityException {
    cipher.init(mode, key, new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, iv));
  }

  /** RFC 7714 section 8.1: two zero bytes, SSRC, ROC, SEQ; all that xor the salt. */
  private byte[] rtpIv(long index, int ssrc) {
    System.arraycopy(rtpSalt, 0, iv, 0, IV_LENGTH);
    Bytes.xorInt32(iv, 2, ssrc);
    Bytes.xorInt32(iv, 6, (int) (index >>> 16));
    iv[10] ^= (byte) (index >>> 8);
    iv[11] ^= (byte) index;
    return iv;
  }

  /** RFC 7714 section 9.1: two zero bytes, SSRC, two zero bytes, index; all that xor the salt. */
  private byte[] rtcpIv(int index, int ssrc) {
    System.arraycopy(rtcpSalt, 0, iv, 0, IV_LENGTH);
    Bytes.xorInt32(iv, 2, ssrc);
    Bytes.xorInt32(iv, 8, index);
    return iv;
  }
}
