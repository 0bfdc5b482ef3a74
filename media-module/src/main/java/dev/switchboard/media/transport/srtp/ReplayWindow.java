package dev.switchboard.media.transport.srtp;

/**
 * Which of the latest packet indexes were there (RFC 3711 section 3.3.2). Wide, because the packets
 * of one video frame may be overtaken by many others when a path changes.
 */
final class ReplayWindow {
  /** How many indexes are remembered; a power of two. */
  static final int SIZE = 1024;

  private final long[] seen = new long[SIZE / Long.SIZE];
  private long highest = -1;

  /** {@code OK}, {@code REPLAYED} or {@code TOO_OLD}; changes nothing. */
  SrtpStatus check(long index) {
    if (index > highest) {
      return SrtpStatus.OK;
    }
    if (index <= highest - SIZE) {
      return SrtpStatus.TOO_OLD;
    }
    return (seen[word(index)] & bit(index)) == 0 ? SrtpStatus.OK : SrtpStatus.REPLAYED;
  }

  /** Remembers {@code index}, for which {@link #check} gave {@code OK}. */
  void add(long index) {
    long gap = Math.min(index - highest, SIZE);
    for (long i = 0; i < gap; i++) {
      seen[word(index - i)] &= ~bit(index - i);
    }
    seen[word(index)] |= bit(index);
    highest = Math.max(highest, index);
  }

  /** The highest index that was added, or -1. */
  long highest() {
    return highest;
  }

  private static int word(long index) {
    return (int) (index & (SIZE - 1)) >>> 6;
  }

  private static long bit(long index) {
    return 1L << (index & 63);
  }
}
