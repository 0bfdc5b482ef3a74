package dev.switchboard.media.softphone;

import java.security.SecureRandom;

/**
 * The SSRCs of one softphone (RFC 3550 section 8), the same for its whole life.
 *
 * @param audio 1 to 2^32-1, as the others
 */
record Sources(long audio, long video, long videoRtx) {
  static Sources random(SecureRandom random) {
    // 30 random bits each and a tag of two, so that they differ.
    return new Sources(number(random, 1), number(random, 2), number(random, 3));
  }

  private static long number(SecureRandom random, int tag) {
    return ((long) random.nextInt(1 << 30) << 2) | tag;
  }
}
