package dev.switchboard.media.transport.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AEAD_AES_128_GCM (RFC 7714). Protected packets:
 *
 * <pre>
 * SRTP    | header (associated data) | ciphertext | tag, 16 |
 * SRTCP   | header, 8 (associated data) | ciphertext | tag, 16 | E and index, 4 (associated data) |
 * </pre>
 */
final class GcmTransform extends SrtpTransform {
  private static final int TAG_LENGTH = 16;
  private static final int IV_LENGTH = 12;

  private final Cipher cipher;
  private final SecretKeySpec rtpKey;
  private final SecretKeySpec rtcpKey;
  private final byte[] rtpSalt;
  private final byte[] rtcpSalt;
  private final byte[] iv = new byte[IV_LENGTH];
  private final byte[] indexWord = new byte[SRTCP_INDEX_LENGTH];

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
    System.arraycopy(head, 0, out, 0, headerLength);
    int end = headerLength;
    if (headLength > headerLength) {
      end += cipher.update(head, headerLength, headLength - headerLength, out, end);
    }
    return end + cipher.doFinal(payload, payloadOffset, payloadLength, out, end);
  }

  @Override
  int openRtp(long index, int ssrc, byte[] in, int offset, int headerLength, int length, byte[] out)
      throws GeneralSecurityException {
    init(Cipher.DECRYPT_MODE, rtpKey, rtpIv(index, ssrc));
    cipher.updateAAD(in, offset, headerLength);
    System.arraycopy(in, offset, out, 0, headerLength);
    return open(in, offset + headerLength, length - headerLength, out, headerLength);
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
    init(Cipher.DECRYPT_MODE, rtcpKey, rtcpIv(index, ssrc));
    cipher.updateAAD(in, offset, RTCP_HEADER_LENGTH);
    cipher.updateAAD(in, offset + length - SRTCP_INDEX_LENGTH, SRTCP_INDEX_LENGTH);
    System.arraycopy(in, offset, out, 0, RTCP_HEADER_LENGTH);
    return open(
        in,
        offset + RTCP_HEADER_LENGTH,
        length - RTCP_HEADER_LENGTH - SRTCP_INDEX_LENGTH,
        out,
        RTCP_HEADER_LENGTH);
  }

  private int open(byte[] in, int offset, int length, byte[] out, int outOffset)
      throws GeneralSecurityException {
    try {
      return outOffset + cipher.doFinal(in, offset, length, out, outOffset);
    } catch (AEADBadTagException e) {
      return NOT_AUTHENTIC;
    }
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
