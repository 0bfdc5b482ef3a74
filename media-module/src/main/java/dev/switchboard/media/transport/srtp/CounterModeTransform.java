package dev.switchboard.media.transport.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES_CM_128_HMAC_SHA1_80 (RFC 3711 sections 4.1.1 and 4.2.1). Protected packets:
 *
 * <pre>
 * SRTP    | header | ciphertext | tag, 10 (over all before it and the ROC) |
 * SRTCP   | header, 8 | ciphertext | E and index, 4 | tag, 10 (over all before it) |
 * </pre>
 */
final class CounterModeTransform extends SrtpTransform {
  private static final int TAG_LENGTH = 10;
  private static final int BLOCK = 16;
  private static final int SALT_LENGTH = 14;
  private static final int AUTHENTICATION_KEY_LENGTH = 20;

  private final Cipher cipher;
  private final SecretKeySpec rtpKey;
  private final SecretKeySpec rtcpKey;
  private final byte[] rtpSalt;
  private final byte[] rtcpSalt;
  private final Mac rtpMac;
  private final Mac rtcpMac;
  private final byte[] iv = new byte[BLOCK];
  private final byte[] roc = new byte[Integer.BYTES];
  private final byte[] digest = new byte[AUTHENTICATION_KEY_LENGTH];

  CounterModeTransform(byte[] masterKey, byte[] masterSalt) {
    int keyLength = SrtpProfile.KEY_LENGTH;
    rtpKey =
        new SecretKeySpec(
            KeyDerivation.RTP_ENCRYPTION.derive(masterKey, masterSalt, keyLength), "AES");
    rtcpKey =
        new SecretKeySpec(
            KeyDerivation.RTCP_ENCRYPTION.derive(masterKey, masterSalt, keyLength), "AES");
    rtpSalt = KeyDerivation.RTP_SALT.derive(masterKey, masterSalt, SALT_LENGTH);
    rtcpSalt = KeyDerivation.RTCP_SALT.derive(masterKey, masterSalt, SALT_LENGTH);
    try {
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      rtpMac = mac(KeyDerivation.RTP_AUTHENTICATION, masterKey, masterSalt);
      rtcpMac = mac(KeyDerivation.RTCP_AUTHENTICATION, masterKey, masterSalt);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES and HMAC-SHA1", e);
    }
  }

  private static Mac mac(KeyDerivation derivation, byte[] masterKey, byte[] masterSalt)
      throws GeneralSecurityException {
    byte[] key = derivation.derive(masterKey, masterSalt, AUTHENTICATION_KEY_LENGTH);
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, "HmacSHA1"));
    return mac;
  }

  @Override
  int rtpOverhead() {
    return TAG_LENGTH;
  }

  @Override
  int rtcpIndexDistance() {
    return TAG_LENGTH + SRTCP_INDEX_LENGTH;
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
    init(rtpKey, rtpSalt, index, ssrc);
    System.arraycopy(head, 0, out, 0, headerLength);
    int end = headerLength;
    if (headLength > headerLength) {
      end += cipher.update(head, headerLength, headLength - headerLength, out, end);
    }
    end += cipher.doFinal(payload, payloadOffset, payloadLength, out, end);
    rtpTag(index, out, 0, end);
    System.arraycopy(digest, 0, out, end, TAG_LENGTH);
    return end + TAG_LENGTH;
  }

  @Override
  int openRtp(long index, int ssrc, byte[] in, int offset, int headerLength, int length, byte[] out)
      throws GeneralSecurityException {
    int opened = length - TAG_LENGTH;
    rtpTag(index, in, offset, opened);
    if (!tagIsAt(in, offset + opened)) {
      return NOT_AUTHENTIC;
    }
    System.arraycopy(in, offset, out, 0, headerLength);
    int from = offset + headerLength;
    crypt(rtpKey, rtpSalt, index, ssrc, in, from, opened - headerLength, out, headerLength);
    return opened;
  }

  @Override
  int protectRtcp(int index, int ssrc, byte[] in, int offset, int length, byte[] out)
      throws GeneralSecurityException {
    int header = RTCP_HEADER_LENGTH;
    System.arraycopy(in, offset, out, 0, header);
    crypt(rtcpKey, rtcpSalt, index, ssrc, in, offset + header, length - header, out, header);
    Bytes.putInt32(out, length, index | E_FLAG);
    int authenticated = length + SRTCP_INDEX_LENGTH;
    rtcpTag(out, 0, authenticated);
    System.arraycopy(digest, 0, out, authenticated, TAG_LENGTH);
    return authenticated + TAG_LENGTH;
  }

  @Override
  int openRtcp(int index, int ssrc, byte[] in, int offset, int length, byte[] out)
      throws GeneralSecurityException {
    int authenticated = length - TAG_LENGTH;
    rtcpTag(in, offset, authenticated);
    if (!tagIsAt(in, offset + authenticated)) {
      return NOT_AUTHENTIC;
    }
    int header = RTCP_HEADER_LENGTH;
    int opened = authenticated - SRTCP_INDEX_LENGTH;
    System.arraycopy(in, offset, out, 0, header);
    crypt(rtcpKey, rtcpSalt, index, ssrc, in, offset + header, opened - header, out, header);
    return opened;
  }

  private void rtpTag(long index, byte[] packet, int offset, int length)
      throws ShortBufferException {
    Bytes.putInt32(roc, 0, (int) (index >>> 16));
    rtpMac.update(packet, offset, length);
    rtpMac.update(roc);
    rtpMac.doFinal(digest, 0);
  }

  private void rtcpTag(byte[] packet, int offset, int length) throws ShortBufferException {
    rtcpMac.update(packet, offset, length);
    rtcpMac.doFinal(digest, 0);
  }

  /** Takes as long for a wrong tag as for the right one. */
  private boolean tagIsAt(byte[] packet, int offset) {
    int difference = 0;
    for (int i = 0; i < TAG_LENGTH; i++) {
      difference |= digest[i] ^ packet[offset + i];
    }
    return difference == 0;
  }

  private void crypt(
      SecretKeySpec key,
      byte[] salt,
      long index,
      int ssrc,
      byte[] in,
      int offset,
      int length,
      byte[] out,
      int outOffset)
      throws GeneralSecurityException {
    init(key, salt, index, ssrc);
    cipher.doFinal(in, offset, length, out, outOffset);
  }

  /** RFC 3711 section 4.1.1: IV = (salt * 2^16) xor (SSRC * 2^64) xor (index * 2^16). */
  private void init(SecretKeySpec key, byte[] salt, long index, int ssrc)
      throws GeneralSecurityException {
    System.arraycopy(salt, 0, iv, 0, SALT_LENGTH);
    iv[14] = 0;
    iv[15] = 0;
    Bytes.xorInt32(iv, 4, ssrc);
    Bytes.xorInt32(iv, 8, (int) (index >>> 16));
    iv[12] ^= (byte) (index >>> 8);
    iv[13] ^= (byte) index;
    cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
  }
}
