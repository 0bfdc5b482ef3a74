package dev.switchboard.media.forwarding;

/**
 * The share of packets that a line loses, and how much of that it always loses: a radio line that
 * loses one in twenty is not congested.
 */
final class LossShare {
  private static final long WINDOW_NANOS = 1_000_000_000L;
  private static final int WINDOW_PACKETS = 50;

  /** What a line loses at least over twice as many windows, it always loses. */
  private static final int MEMORY = 6;

  /** More than that is congestion, however long it lasts. */
  private static final double MOST_USUAL = 0.1;

  private int told;
  private int lost;
  private boolean started;
  private long since;
  private double share;
  private int windows;
  private double least = 1;
  private double leastBefore;

  /** A packet was told of, for the first time. */
  void told(boolean arrived) {
    told++;
    lost += arrived ? 0 : 1;
  }

  /** A packet that was told to be lost has come after all. */
  void cameLate() {
    lost--;
  }

  /** Whether a window is over, about once a second: then {@link #share} is new. */
  boolean isDue(long nowNanos) {
    if (!started) {
      started = true;
      since = nowNanos;
    }
    if (nowNanos - since < WINDOW_NANOS || told < WINDOW_PACKETS) {
      return false;
    }
    share = Math.max(0, (double) lost / told);
    told = lost = 0;
    since = nowNanos;
    least = Math.min(least, share);
    if (++windows == MEMORY) {
      windows = 0;
      leastBefore = least;
      least = 1;
    }
    return true;
  }

  /** Of the last window, 0 to 1. */
  double share() {
    return share;
  }

  /** What the line loses whatever is sent, 0 to 0.1. */
  double usual() {
    return Math.min(MOST_USUAL, Math.min(least, leastBefore));
  }
}
