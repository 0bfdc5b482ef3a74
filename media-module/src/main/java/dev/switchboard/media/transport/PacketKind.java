package dev.switchboard.media.transport;

/**
 * What a datagram is, by its first bytes (RFC 7983 section 7, RFC 5761 section 4).
 *
 * <pre>
 *   first byte         second byte
 *     [0..3]                          STUN
 *     [16..19]                        ZRTP, not spoken here
 *     [20..63]                        DTLS
 *     [64..79]                        TURN channel, not spoken here
 *     [128..191]       [192..223]     RTCP
 *     [128..191]       other          RTP
 * </pre>
 */
enum PacketKind {
  STUN,
  DTLS,
  RTP,
  RTCP,
  UNKNOWN;

  static PacketKind of(byte[] datagram, int length) {
    if (length < 2) {
      return UNKNOWN;
    }
    int first = datagram[0] & 0xFF;
    if (isStun(first)) {
      return STUN;
    }
    if (isDtls(first)) {
      return DTLS;
    }
    if (isRtpOrRtcp(first)) {
      return isRtcp(datagram[1] & 0xFF) ? RTCP : RTP;
    }
    return UNKNOWN;
  }

  private static boolean isStun(int first) {
    return first <= 3;
  }

  private static boolean isDtls(int first) {
    return first >= 20 && first <= 63;
  }

  private static boolean isRtpOrRtcp(int first) {
    return first >= 128 && first <= 191;
  }

  private static boolean isRtcp(int second) {
    return second >= 192 && second <= 223;
  }
}
