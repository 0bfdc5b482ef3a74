package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.DropReason;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts of one loop: written on the loop, read on any thread, a little late. */
@SuppressWarnings("EnumOrdinal") // counting must not cost more than adding to an array
public final class Counters {
  /** What is counted beside drops. */
  public enum Count {
    RTP_IN,
    RTP_IN_BYTES,
    RTP_OUT,
    RTP_OUT_BYTES,
    RTCP_IN,
    RTCP_OUT,
    /** Packets that we asked senders for again. */
    NACKED,
    /** Packets that came again. */
    RECOVERED,
    /** Packets that we sent again. */
    RESENT,
    KEY_FRAMES_REQUESTED,
    CODEC_MISMATCHES
  }

  private final AtomicLongArray counts = new AtomicLongArray(Count.values().length);
  private final AtomicLongArray drops = new AtomicLongArray(DropReason.values().length);

  void add(Count count, long amount) {
    add(counts, count.ordinal(), amount);
  }

  void drop(DropReason reason) {
    add(drops, reason.ordinal(), 1);
  }

  /** There is one writer, so this needs no atomic increment. */
  private static void add(AtomicLongArray counts, int index, long amount) {
    counts.setOpaque(index, counts.getPlain(index) + amount);
  }

  /** Adds these counts to those in {@code sums}, by names such as {@code drop.rtp-old}. */
  public void addTo(Map<String, Long> sums) {
    for (Count count : Count.values()) {
      sums.merge(
          count.name().toLowerCase(Locale.ROOT).replace('_', '-'),
          counts.getOpaque(count.ordinal()),
          Long::sum);
    }
    for (DropReason reason : DropReason.values()) {
      if (reason != DropReason.NONE) {
        sums.merge(reason.counter(), drops.getOpaque(reason.ordinal()), Long::sum);
      }
    }
  }
}
