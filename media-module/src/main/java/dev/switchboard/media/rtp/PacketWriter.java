package dev.switchboard.media.rtp;

/**
 * Takes outgoing RTP and RTCP packets, which are encrypted behind it. On the loop that owns the
 * call.
 */
public interface PacketWriter {
  /**
   * Takes one RTP packet, whose bytes are those of {@code header} followed by those of {@code
   * payload}. Both are read before the call returns; the payload may be the shared received buffer
   * and is never modified.
   */
  void rtp(byte[] header, int headerLength, byte[] payload, int payloadOffset, int payloadLength);

  /** Takes one compound RTCP packet, which is read before the call returns. */
  void rtcp(byte[] compound, int offset, int length);
}
