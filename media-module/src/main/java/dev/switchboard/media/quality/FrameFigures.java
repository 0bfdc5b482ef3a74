package dev.switchboard.media.quality;

import java.util.Arrays;

/**
 * Counts the frames of a video stream that a decoder could show, and how often and how long its
 * picture stood still. A frame is whole when nothing is missing up to its last packet; a decoder
 * that lacks a packet waits for it, or for the next key frame. On one thread.
 *
 * <p>A freeze is what the statistics of WebRTC call so (W3C webrtc-stats, {@code freezeCount}): the
 * time between two frames is at least three times the average of the last 30, and 150 ms longer
 * than it. More than 5 s are a pause, not a freeze ({@code pauseCount}): nobody sends.
 */
public final class FrameFigures {
  /**
   * How many packets are waited for one that is missing, a power of two: a second of video at 8
   * Mbit/s.
   */
  private static final int WINDOW = 1_024;

  private static final int AVERAGED = 30;

  /** An average of fewer says nothing. */
  private static final int LEAST_AVERAGED = 5;

  private static final long MARGIN_NANOS = 150_000_000L;
  private static final long PAUSE_NANOS = 5_000_000_000L;

  /** Which packets from {@link #next} on have come, and which of them end a frame. */
  private long[] came = {};

  private long[] ends = {};

  /** The last intervals between frames, in microseconds. */
  private int[] intervals = {};

  private boolean started;

  /** The first packet that is missing. */
  private long next;

  private boolean hasFrame;
  private long lastFrame;
  private int measured;
  private long sumMicros;

  private int frames;
  private int freezes;
  private long frozenNanos;

  /**
   * A packet has come, or was sent.
   *
   * @param number extended, so that it never wraps
   * @param last whether it is the last of its frame
   * @param key whether a decoder can begin with it
   */
  public void came(long number, boolean last, boolean key, long nowNanos) {
    if (!started || number - next >= WINDOW) {
      begin(number);
    } else if (key) {
      skipTo(number);
    }
    if (number < next) {
      return;
    }
    set(came, number);
    if (last) {
      set(ends, number);
    }
    while (isSet(came, next)) {
      boolean whole = isSet(ends, next);
      clear(next);
      next++;
      if (whole) {
        show(nowNanos);
      }
    }
  }

  /** The numbering begins anew; the next packet is taken for its first. */
  public void restarted() {
    started = false;
  }

  /** Room is made with the first packet: most of those who receive a broadcast send none. */
  private void begin(long number) {
    if (came.length == 0) {
      came = new long[WINDOW / Long.SIZE];
      ends = new long[WINDOW / Long.SIZE];
      intervals = new int[AVERAGED];
    }
    Arrays.fill(came, 0);
    Arrays.fill(ends, 0);
    next = number;
    started = true;
  }

  private void skipTo(long number) {
    for (; next < number; next++) {
      clear(next);
    }
  }

  private void show(long now) {
    frames++;
    long interval = now - lastFrame;
    boolean first = !hasFrame;
    hasFrame = true;
    lastFrame = now;
    if (first || interval > PAUSE_NANOS) {
      return;
    }
    if (measured >= LEAST_AVERAGED) {
      long average = 1_000 * sumMicros / Math.min(measured, AVERAGED);
      if (interval >= Math.max(3 * average, average + MARGIN_NANOS)) {
        freezes++;
        frozenNanos += interval;
      }
    }
    int slot = measured++ % AVERAGED;
    sumMicros += interval / 1_000 - intervals[slot];
    intervals[slot] = (int) (interval / 1_000);
  }

  private static void set(long[] bits, long number) {
    bits[slot(number)] |= 1L << number;
  }

  private static boolean isSet(long[] bits, long number) {
    return (bits[slot(number)] & 1L << number) != 0;
  }

  private void clear(long number) {
    came[slot(number)] &= ~(1L << number);
    ends[slot(number)] &= ~(1L << number);
  }

  private static int slot(long number) {
    return (int) (number >>> 6) & WINDOW / Long.SIZE - 1;
  }

  /** What has been seen since this was asked last. */
  public Frames take() {
    Frames taken = new Frames(frames, freezes, frozenNanos / 1e6);
    frames = 0;
    freezes = 0;
    frozenNanos = 0;
    return taken;
  }
}
