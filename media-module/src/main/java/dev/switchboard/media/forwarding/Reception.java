package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.SequenceNumbers;
import java.util.Arrays;

/**
 * What was received of one stream: numbers its packets, tells duplicates, and keeps the figures of
 * a receiver report (RFC 3550 appendices A.1, A.3 and A.8).
 */
final class Reception {
  /** A larger step forward is a sender that began anew, if its next packet follows. */
  private static final int MAX_DROPOUT = 3_000;

  /** How far back duplicates are told from late packets. */
  private static final int WINDOW = 1_024;

  private final long[] seen = new long[WINDOW / Long.SIZE];
  private final long[] onlyRepaired = new long[WINDOW / Long.SIZE];
  private boolean started;
  private boolean restarted;
  private int expectedAfterJump = -1;
  private long first;
  private long highest;
  private long previousHighest;
  private long sequence;
  private long received;
  private long repaired;
  private double jitter;
  private long lastTransit;
  private boolean hasTransit;

  /** What had been expected and received when each of the two readers last asked. */
  private final Interval reported = new Interval();

  private final Interval shown = new Interval();

  private static final class Interval {
    private long expected;
    private long received;
    private long repaired;
  }

  /**
   * Takes a packet.
   *
   * @param isRepair whether it came as a retransmission, which doesn't make good for the loss
   * @return NONE, and then {@link #sequence} is its extended number
   */
  DropReason accept(int number, boolean isRepair) {
    restarted = false;
    if (!started) {
      restart(number);
    }
    int step = SequenceNumbers.distance((int) highest, number);
    if (step > MAX_DROPOUT || step <= -WINDOW) {
      // A retransmission that comes late must not be taken for a sender that began anew.
      if (isRepair) {
        return DropReason.RTP_OLD;
      }
      if (number != expectedAfterJump) {
        expectedAfterJump = number + 1 & 0xffff;
        return DropReason.RTP_OLD;
      }
      restart(number);
      restarted = true;
    }
    previousHighest = highest;
    sequence = SequenceNumbers.extend(highest, number);
    while (highest < sequence) {
      highest++;
      mark(seen, highest, false);
      mark(onlyRepaired, highest, false);
    }
    if (isMarked(seen, sequence)) {
      if (!isRepair && isMarked(onlyRepaired, sequence)) {
        // It was late, not lost.
        mark(onlyRepaired, sequence, false);
        received++;
        repaired--;
      }
      return DropReason.RTP_DUPLICATE;
    }
    mark(seen, sequence, true);
    mark(onlyRepaired, sequence, isRepair);
    received += isRepair ? 0 : 1;
    repaired += isRepair ? 1 : 0;
    return DropReason.NONE;
  }

  private void restart(int number) {
    started = true;
    expectedAfterJump = -1;
    first = number;
    highest = number - 1L;
    received = 0;
    repaired = 0;
    hasTransit = false;
    clear(reported);
    clear(shown);
    // What lies before the first packet counts as seen: it can't be put into order.
    Arrays.fill(seen, -1L);
    Arrays.fill(onlyRepaired, 0);
  }

  private static void clear(Interval interval) {
    interval.expected = 0;
    interval.received = 0;
    interval.repaired = 0;
  }

  private static void mark(long[] set, long number, boolean value) {
    int bit = (int) number & WINDOW - 1;
    if (value) {
      set[bit / Long.SIZE] |= 1L << bit;
    } else {
      set[bit / Long.SIZE] &= ~(1L << bit);
    }
  }

  private static boolean isMarked(long[] set, long number) {
    int bit = (int) number & WINDOW - 1;
    return (set[bit / Long.SIZE] & 1L << bit) != 0;
  }

  /** Updates the jitter with a packet that came on its first way (appendix A.8). */
  void arrived(long timestamp, long nowNanos, int clockRate) {
    long transit = nowNanos / 1_000 * clockRate / 1_000_000 - timestamp;
    if (hasTransit) {
      // The difference of two timestamps wraps with them.
      jitter += (Math.abs((double) (int) (transit - lastTransit)) - jitter) / 16;
    }
    hasTransit = true;
    lastTransit = transit;
  }

  /** The extended number of the packet that was accepted last. */
  long sequence() {
    return sequence;
  }

  /** Whether the packet accepted last began a new numbering. */
  boolean restarted() {
    return restarted;
  }

  boolean started() {
    return started;
  }

  /** The highest extended number so far. */
  long highest() {
    return highest;
  }

  /** The highest extended number before the packet that was accepted last. */
  long previousHighest() {
    return previousHighest;
  }

  /** In units of the stream's clock. */
  long jitter() {
    return (long) jitter;
  }

  /** Packets lost since the beginning, negative if there were duplicates. */
  int lost() {
    return (int) Math.max(-0x80_0000, Math.min(0x7f_ffff, highest - first + 1 - received));
  }

  /** Share lost since the last report, in 1/256 (appendix A.3). */
  int fractionLost() {
    return (int) Math.min(255, 256 * lossSince(reported).share());
  }

  /** What was lost since the last time that this was asked. */
  Loss takeLoss() {
    return lossSince(shown);
  }

  private Loss lossSince(Interval last) {
    long expected = highest - first + 1;
    long due = started ? expected - last.expected : 0;
    long lost = due - (received - last.received);
    Loss loss = Loss.of(due, lost, repaired - last.repaired);
    last.expected = expected;
    last.received = received;
    last.repaired = repaired;
    return loss;
  }
}
