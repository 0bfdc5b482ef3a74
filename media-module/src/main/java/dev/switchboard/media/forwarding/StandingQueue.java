package dev.switchboard.media.forwarding;

/**
 * How long packets wait on their way, whatever jitter adds for some of them: the least delay of the
 * last moments over the least that was ever seen. A queue delays all packets; jitter leaves one of
 * a dozen alone.
 */
final class StandingQueue {
  /** The present is made of two of these. */
  private static final long MOMENT_MICROS = 120_000;

  /** The least delay is looked for anew so often, since clocks drift and routes change. */
  private static final long BASE_MICROS = 30_000_000;

  /** So many packets in a row are not all late by jitter. */
  private static final int ROW = 8;

  private static final long NEVER = Long.MAX_VALUE;

  private boolean started;
  private long momentStart;
  private long least = NEVER;
  private long leastBefore = NEVER;
  private long baseStart;
  private long base = NEVER;
  private long baseBefore = NEVER;
  private final long[] row = new long[ROW];
  private int count;

  /** Takes a packet's times, each on its own clock. */
  void packet(long sentMicros, long arrivedMicros) {
    if (!started) {
      started = true;
      momentStart = baseStart = arrivedMicros;
    }
    if (arrivedMicros - momentStart > MOMENT_MICROS) {
      momentStart = arrivedMicros;
      leastBefore = least;
      least = NEVER;
    }
    if (arrivedMicros - baseStart > BASE_MICROS) {
      baseStart = arrivedMicros;
      baseBefore = base;
      base = NEVER;
    }
    long delay = arrivedMicros - sentMicros;
    least = Math.min(least, delay);
    base = Math.min(base, delay);
    row[count++ % ROW] = delay;
  }

  /** Likewise, of the last packets only: sooner, and nothing to build on. */
  long latestMicros() {
    if (count < ROW) {
      return 0;
    }
    long latest = NEVER;
    for (long delay : row) {
      latest = Math.min(latest, delay);
    }
    return latest - Math.min(base, baseBefore);
  }

  /** 0 while nothing is known. */
  long micros() {
    return started ? Math.min(least, leastBefore) - Math.min(base, baseBefore) : 0;
  }
}
