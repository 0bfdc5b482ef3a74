package dev.switchboard.media.softphone;

import java.time.Instant;

/** Wall clock time as RTP writes it. */
final class NtpTime {
  /** Seconds from 1900 to 1970. */
  private static final long EPOCH = 2_208_988_800L;

  private NtpTime() {}

  /** 32.32 bits (RFC 5905 section 6). */
  static long of(Instant time) {
    return ((time.getEpochSecond() + EPOCH) << 32)
        | ((((long) time.getNano()) << 32) / 1_000_000_000L);
  }

  /** The 6.18 bits of the abs-send-time header extension. */
  static int absoluteSendTime(long ntp) {
    return (int) (ntp >>> 14) & 0xff_ffff;
  }

  /** The middle 32 bits, as in report blocks (RFC 3550 section 6.4.1). */
  static long middle(long ntp) {
    return (ntp >>> 16) & 0xffff_ffffL;
  }
}
