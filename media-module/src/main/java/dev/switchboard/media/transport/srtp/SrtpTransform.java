package dev.switchboard.media.transport.srtp;

import java.security.GeneralSecurityException;

/**
 * The cryptography of one direction under one master key. It knows nothing of sources, replays and
 * limits. Keeps ciphers, so one thread at a time.
 *
 * <p>In every method the result is written from {@code out[0]} on, {@code out} is another array
 * than the input and long enough, and the result's length is returned, or {@link #NOT_AUTHENTIC}.
 */
abstract sealed class SrtpTransform permits GcmTransform, CounterModeTransform {
  static final int NOT_AUTHENTIC = -1;

  /** Length of the word with the E flag and the SRTCP index (RFC 3711 section 3.4). */
  static final int SRTCP_INDEX_LENGTH = 4;

  /** Length of the clear part of an SRTCP packet. */
  static final int RTCP_HEADER_LENGTH = 8;

  /** Set in the SRTCP index word of an encrypted packet. */
  static final int E_FLAG = 0x80000000;

  /** How much longer a protected RTP packet is. */
  abstract int rtpOverhead();

  /** How much longer a protected RTCP packet is. */
  final int rtcpOverhead() {
    return rtpOverhead() + SRTCP_INDEX_LENGTH;
  }

  /** How far before the end of a protected RTCP packet the word with the index begins. */
  abstract int rtcpIndexDistance();

  /**
   * Protects an RTP packet, which is {@code head} followed by {@code payload}.
   *
   * @param headerLength how many bytes of the head stay clear; the others begin the payload
   * @param index 48 bits, {@code 2^16 * ROC + SEQ}
   */
  abstract int protectRtp(
      long index,
      int ssrc,
      byte[] head,
      int headerLength,
      int headLength,
      byte[] payload,
      int payloadOffset,
      int payloadLength,
      byte[] out)
      throws GeneralSecurityException;

  /** Opens the SRTP packet {@code in[offset, offset + length)}. */
  abstract int openRtp(
      long index, int ssrc, byte[] in, int offset, int headerLength, int length, byte[] out)
      throws GeneralSecurityException;

  /**
   * Protects the compound packet {@code in[offset, offset + length)}.
   *
   * @param index 31 bits
   */
  abstract int protectRtcp(int index, int ssrc, byte[] in, int offset, int length, byte[] out)
      throws GeneralSecurityException;

  /** Opens the SRTCP packet {@code in[offset, offset + length)}, whose E flag is set. */
  abstract int openRtcp(int index, int ssrc, byte[] in, int offset, int length, byte[] out)
      throws GeneralSecurityException;
}
