package dev.switchboard.media.recording;

import java.util.function.LongUnaryOperator;

/**
 * When the frames of one encoding were captured, on the clock of the loop: by the sender's reports,
 * and before the first of them, or if they make no sense, by the frames' arrival. No time after a
 * frame's arrival is aimed at. The last report is understood anew whenever more is known of the
 * sender's clock: sound and picture are told of at different times, and would else be placed by
 * different clocks. What is learnt is never jumped to but glided over, a fortieth at most, so that
 * time neither stops nor runs back; only what is more than a second off is taken at once. On the
 * recorder's thread.
 */
final class StreamClock {
  private static final double GLIDE = 1.0 / 40;
  private static final long JUMP_NANOS = 1_000_000_000L;

  /** How long a frame may be on its way; what claims more, or to be from the future, is wrong. */
  private static final long MOST_DELAY_NANOS = 10_000_000_000L;

  private static final long LEAST_DELAY_NANOS = -200_000_000L;

  /** How fast the least delay is forgotten: as much as the worst clock drifts. */
  private static final double FORGETTING = 1e-3;

  /** Over the last two of such times it is watched how soon frames arrive. */
  private static final long WHILE_NANOS = 2_000_000_000L;

  private static final long NANOS = 1_000_000_000L;

  private final int clockRate;
  private final LongUnaryOperator toLoop;

  private boolean started;
  private long extended;

  /** What to add to a timestamp's nanoseconds to get the loop's, as it is used. */
  private long shift;

  private boolean shifted;
  private boolean placed;
  private long shiftedAt;
  private long lastTime = Long.MIN_VALUE;

  /** The timestamp of the last report in nanoseconds, and what the sender's clock showed then. */
  private long reportedAt;

  private long senderNanos;

  /** What it should be by the last report. */
  private long reported;

  private boolean hasReport;

  /** What it would be if the quickest frames took no time. */
  private long arrived;

  private boolean hasArrival;

  /** What it would be if the quickest frames of this while took no time. */
  private long soonest;

  /** Likewise, of the while before. */
  private long soonestBefore;

  private long whileBegan;

  /** How much later frames arrive than they were captured, as the reports told. */
  private long lag;

  /**
   * @param toLoop tells the loop's time from the sender's, as well as it is known by now
   */
  StreamClock(int clockRate, LongUnaryOperator toLoop) {
    this.clockRate = clockRate;
    this.toLoop = toLoop;
  }

  /** Another stream begins: its timestamps have nothing to do with those before. */
  void restart() {
    started = false;
    shifted = false;
    hasReport = false;
    hasArrival = false;
  }

  /** The sender has told that this timestamp was captured when its own clock showed that. */
  void reported(long timestamp, long sender) {
    extend(timestamp, false);
    reportedAt = toNanos(extended(timestamp));
    senderNanos = sender;
    reported = toLoop.applyAsLong(senderNanos) - reportedAt;
    hasReport = true;
  }

  /** A clock that was set since then says nothing about the time before. */
  private void refine() {
    long refined = toLoop.applyAsLong(senderNanos) - reportedAt;
    if (Math.abs(refined - reported) < JUMP_NANOS) {
      reported = refined;
    }
  }

  /**
   * Learns from a frame that is in no file. As long as none is, nothing has to be glided over: a
   * first frame that was on its way for long would else be followed by all others.
   */
  void leftOut(long timestamp, long arrivalNanos) {
    long last = lastTime;
    place(timestamp, arrivalNanos);
    lastTime = last;
    shifted = placed;
  }

  /** When the frame was captured. */
  long timeOf(long timestamp, long arrivalNanos) {
    placed = true;
    return place(timestamp, arrivalNanos);
  }

  private long place(long timestamp, long arrivalNanos) {
    extend(timestamp, true);
    long at = toNanos(extended);
    noteSoonest(arrivalNanos - at, arrivalNanos);
    noteArrival(arrivalNanos - at, at);
    if (hasReport) {
      refine();
    }
    long target = hasReport ? reported : arrived - lag;
    if (isAbsurd(arrivalNanos - at - target)) {
      // Another stream without a word, or a report of nothing that is sent.
      hasReport = false;
      arrived = arrivalNanos - at;
      soonest = arrived;
      soonestBefore = arrived;
      target = arrived - lag;
    } else if (hasReport) {
      lag = Math.max(0, Math.min(JUMP_NANOS, arrived - reported));
      // A sender that was held up stamps its reports late, but no frame comes before its time.
      target = Math.min(target, Math.min(soonest, soonestBefore));
    }
    glide(target, at);
    lastTime = Math.max(lastTime, at + shift);
    return lastTime;
  }

  private void extend(long timestamp, boolean keep) {
    if (!started) {
      started = true;
      extended = timestamp;
    } else if (keep) {
      extended = extended(timestamp);
    }
  }

  private long extended(long timestamp) {
    return extended + (int) (timestamp - extended);
  }

  private long toNanos(long ticks) {
    return Math.floorDiv(ticks, clockRate) * NANOS
        + Math.floorMod(ticks, clockRate) * NANOS / clockRate;
  }

  private void noteArrival(long delay, long at) {
    if (!hasArrival || delay < arrived) {
      arrived = delay;
    } else {
      long since = Math.max(0, at - shiftedAt);
      arrived += Math.min(delay - arrived, (long) (since * FORGETTING));
    }
    hasArrival = true;
  }

  /**
   * Forgets sooner than {@link #noteArrival}: a sender that lost sound sends what follows later.
   */
  private void noteSoonest(long delay, long arrivalNanos) {
    if (!hasArrival) {
      soonest = delay;
      soonestBefore = delay;
      whileBegan = arrivalNanos;
    } else if (arrivalNanos - whileBegan >= WHILE_NANOS) {
      // After a pause what was before it is too old: clocks drift.
      soonestBefore = arrivalNanos - whileBegan < 2 * WHILE_NANOS ? soonest : delay;
      soonest = delay;
      whileBegan = arrivalNanos;
    }
    soonest = Math.min(soonest, delay);
  }

  private static boolean isAbsurd(long delay) {
    return delay < LEAST_DELAY_NANOS || delay > MOST_DELAY_NANOS;
  }

  private void glide(long target, long at) {
    long off = target - shift;
    if (!shifted || Math.abs(off) > JUMP_NANOS) {
      shift = target;
      shifted = true;
      shiftedAt = at;
    } else if (at > shiftedAt) {
      long most = (long) ((at - shiftedAt) * GLIDE);
      shift += Math.max(-most, Math.min(most, off));
      shiftedAt = at;
    }
  }
}
