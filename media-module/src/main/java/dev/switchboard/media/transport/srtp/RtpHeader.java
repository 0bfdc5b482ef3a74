package dev.switchboard.media.transport.srtp;

/**
 * The clear part of an RTP packet (RFC 3550 section 5.1, extension 5.3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |                             SSRC                              |
 * |                     CSRC, CC times                            |
 * | if X: defined by profile      | length in words of what follows |
 * </pre>
 */
final class RtpHeader {
  private static final int FIXED_LENGTH = 12;

  private RtpHeader() {}

  /** Length of the header with CSRCs and extension, or -1 if the packet is too short or no RTP. */
  static int length(byte[] packet, int offset, int packetLength) {
    if (packetLength < FIXED_LENGTH || (packet[offset] & 0xC0) != 0x80) {
      return -1;
    }
    int length = FIXED_LENGTH + 4 * (packet[offset] & 0x0F);
    if ((packet[offset] & 0x10) != 0) {
      if (packetLength < length + 4) {
        return -1;
      }
      length += 4 + 4 * Bytes.int16(packet, offset + length + 2);
    }
    return length <= packetLength ? length : -1;
  }

  static int sequenceNumber(byte[] packet, int offset) {
    return Bytes.int16(packet, offset + 2);
  }

  static int ssrc(byte[] packet, int offset) {
    return Bytes.int32(packet, offset + 8);
  }
}
