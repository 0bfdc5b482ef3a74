package dev.switchboard.media.forwarding;

/**
 * NTP times (RFC 3550 section 4): seconds since 1900 in 32.32 bits, and their middle 32 bits. One
 * instance maps a monotonic clock onto them, so that the time of a call never jumps.
 */
public final class NtpTime {
  private static final long NANOS = 1_000_000_000L;
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

  /** What to add to the monotonic clock to get nanoseconds since 1900. */
  private final long offset;

  /**
   * @param epochMillis the wall clock's time when the monotonic clock shows {@code nanos}
   */
  public NtpTime(long epochMillis, long nanos) {
    this.offset = SECONDS_1900_TO_1970 * NANOS + epochMillis * 1_000_000L - nanos;
  }

  /** The time of the monotonic clock in 32.32 bits. */
  long at(long nanos) {
    long since1900 = nanos + offset;
    return since1900 / NANOS << 32 | (since1900 % NANOS << 32) / NANOS;
  }

  /** The middle 32 bits, in units of 1/65536 s. */
  long compactAt(long nanos) {
    return compact(at(nanos));
  }

  static long compact(long ntp) {
    return ntp >>> 16 & 0xffff_ffffL;
  }

  /** Nanoseconds since 1900, below 2^63 until 2192. */
  static long toNanos(long ntp) {
    return (ntp >>> 32) * NANOS + ((ntp & 0xffff_ffffL) * NANOS >>> 32);
  }
}
