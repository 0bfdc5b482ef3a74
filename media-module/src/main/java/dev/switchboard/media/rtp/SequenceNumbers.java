package dev.switchboard.media.rtp;

/**
 * Arithmetic on numbers that wrap (RFC 1982, RFC 3550 appendix A.1). An extended number counts on
 * where the 16-bit number wraps, so it can be compared and subtracted.
 */
public final class SequenceNumbers {
  private SequenceNumbers() {}

  /** How far {@code to} is ahead of {@code from}, -32768 to 32767. */
  public static int distance(int from, int to) {
    return (short) (to - from);
  }

  /**
   * The extended number with the low bits {@code sequence} that is nearest to {@code reference}.
   */
  public static long extend(long reference, int sequence) {
    return reference + (short) (sequence - (int) reference);
  }
}
