package dev.switchboard.media.forwarding;

import java.util.List;

/**
 * Which encoding of a picture a receiver is sent: the largest that its line carries. A change waits
 * for a key frame of the new encoding, and until then the old one goes on. When the line can't even
 * carry the smallest, the picture pauses, so that the sound does not suffer. On the loop of the
 * call.
 */
final class LayerChoice {
  static final int NONE = -1;

  /** A larger encoding is taken when the line carries so much more than it, because it varies. */
  private static final double HEADROOM = 1.15;

  /** After a step down, so long no step up; longer each time that a step up did not last. */
  private static final long FIRST_PATIENCE_NANOS = 3_000_000_000L;

  private static final long LONGEST_PATIENCE_NANOS = 60_000_000_000L;

  /** A step up that lasts longer was right. */
  private static final long TRIAL_NANOS = 10_000_000_000L;

  /** So far may the smallest encoding exceed the line, and so long, before the picture pauses. */
  private static final double EXCESS = 1.5;

  private static final long EXCESS_NANOS = 3_000_000_000L;

  private int present = NONE;
  private int wanted = NONE;
  private boolean paused;
  private boolean exceeds;
  private long exceedsSince;
  private long wish;

  private long patience = FIRST_PATIENCE_NANOS;
  private boolean steppedUp;
  private long lastStepUp;
  private boolean steppedDown;
  private long lastStepDown;

  /** Another publication is shown: nothing that was learnt of the last one holds. */
  void restart() {
    present = NONE;
    wanted = NONE;
    paused = false;
    exceeds = false;
    wish = 0;
    patience = FIRST_PATIENCE_NANOS;
    steppedUp = false;
    steppedDown = false;
  }

  /**
   * Decides anew.
   *
   * @param budget what the line carries beside the sound, bit/s
   */
  void decide(List<Encoding> encodings, long budget, long nowNanos) {
    int smallest = NONE;
    int best = NONE;
    int larger = NONE;
    long reference = present == NONE ? 0 : rate(encodings, present, nowNanos);
    for (int i = 0; i < encodings.size(); i++) {
      long rate = rate(encodings, i, nowNanos);
      if (rate == 0) {
        continue;
      }
      smallest = smaller(encodings, smallest, i);
      boolean fits = rate <= (rate > reference ? budget / HEADROOM : budget);
      if (fits && (best == NONE || rate > encodings.get(best).bitrate())) {
        best = i;
      } else if (!fits) {
        larger = smaller(encodings, larger, i);
      }
    }
    pause(smallest == NONE ? 0 : encodings.get(smallest).bitrate(), budget, nowNanos);
    wish = larger == NONE ? 0 : (long) (encodings.get(larger).bitrate() * HEADROOM) + 1;
    step(best == NONE ? smallest : best, encodings, reference, nowNanos);
  }

  private static long rate(List<Encoding> encodings, int index, long nowNanos) {
    boolean flows = index < encodings.size() && encodings.get(index).flows(nowNanos);
    return flows ? encodings.get(index).bitrate() : 0;
  }

  private static int smaller(List<Encoding> encodings, int one, int other) {
    boolean takesOther =
        one == NONE || encodings.get(other).bitrate() < encodings.get(one).bitrate();
    return takesOther ? other : one;
  }

  private void step(int best, List<Encoding> encodings, long reference, long nowNanos) {
    if (best == NONE || best == present) {
      wanted = best == NONE ? wanted : best;
      return;
    }
    long rate = encodings.get(best).bitrate();
    if (reference == 0) {
      // The present one has stopped, or there is none: whatever fits is better.
      wanted = best;
    } else if (rate > reference) {
      if (!steppedDown || nowNanos - lastStepDown >= patience) {
        steppedUp = true;
        lastStepUp = nowNanos;
        wanted = best;
      }
    } else {
      boolean failed = steppedUp && nowNanos - lastStepUp < TRIAL_NANOS;
      patience = failed ? Math.min(2 * patience, LONGEST_PATIENCE_NANOS) : FIRST_PATIENCE_NANOS;
      steppedUp = false;
      steppedDown = true;
      lastStepDown = nowNanos;
      wanted = best;
    }
  }

  private void pause(long smallest, long budget, long nowNanos) {
    if (paused) {
      paused = smallest * HEADROOM > budget;
      exceeds = paused;
    } else if (smallest <= EXCESS * budget) {
      exceeds = false;
    } else if (!exceeds) {
      exceeds = true;
      exceedsSince = nowNanos;
    } else {
      paused = nowNanos - exceedsSince >= EXCESS_NANOS;
    }
  }

  /** Whether a packet is sent; a key frame of the wanted encoding makes that the present one. */
  boolean takes(int encoding, boolean startsKeyFrame) {
    if (paused) {
      return false;
    }
    if (startsKeyFrame && encoding != present && (wanted == NONE || encoding == wanted)) {
      present = encoding;
      wanted = encoding;
    }
    return encoding == present;
  }

  /** The encoding that is sent, {@link #NONE} before the first key frame. */
  int present() {
    return present;
  }

  /** The encoding that should be sent, whose key frame is waited for if it isn't yet. */
  int wanted() {
    return wanted;
  }

  /** Whether the picture rests because the line can't carry it. */
  boolean isPaused() {
    return paused;
  }

  /** What the line would have to carry for the next larger encoding, bit/s; 0 if there is none. */
  long wish() {
    return wish;
  }
}
