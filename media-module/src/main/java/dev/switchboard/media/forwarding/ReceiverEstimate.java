package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.RtcpPacket;

/**
 * How much a receiver's line can take. One rate is raised by 8 % a second while all is well, and
 * cut to 85 % of what really arrives when the delay grows ({@link DelayTrend}), or by half of the
 * loss when that is above 10 %; between 2 % and 10 % it stays (draft-ietf-rmcat-gcc-02 sections 5.5
 * and 6). It is raised only as far as what is being sent proves it: to one and a half of what
 * arrives. A receiver that estimates for itself (REMB) is believed where it says less.
 *
 * <p>The evidence is transport-wide feedback where negotiated, else the loss in receiver reports.
 */
final class ReceiverEstimate {
  static final long START = 2_500_000;
  static final long MIN = 150_000;
  static final long MAX = 50_000_000;

  /** Packets that are remembered until they are told of: half a second at 30 Mbit/s, at most. */
  private static final int HISTORY_LIMIT = 2_048;

  private static final int FIRST_HISTORY = 32;
  private static final long RATE_WINDOW_MICROS = 250_000;
  private static final long LOSS_WINDOW_NANOS = 500_000_000L;
  private static final int LOSS_WINDOW_PACKETS = 20;
  private static final long CUT_PAUSE_NANOS = 300_000_000L;
  private static final long STANDING_QUEUE_MICROS = 200_000;

  /** The least delay is looked for anew so often, since clocks drift and routes change. */
  private static final long BASE_DELAY_NANOS = 30_000_000_000L;

  private static final long REMB_AGE_NANOS = 5_000_000_000L;

  /** Rings by number, whose length is a power of two. */
  private long[] sentMicros = new long[FIRST_HISTORY];

  private int[] sizes = new int[FIRST_HISTORY];
  private int[] numbers = new int[FIRST_HISTORY];
  private int next;

  private final DelayTrend trend = new DelayTrend();
  private double rate = START;
  private boolean known;
  private boolean transportFeedback;
  private long lastUpdate;
  private long lastCut;
  private boolean hasCut;
  private long remb = Long.MAX_VALUE;
  private long rembTime;

  private long ackedBytes;
  private long windowStart;
  private boolean inWindow;
  private double arrivingRate;

  private long leastDelay = Long.MAX_VALUE;
  private long leastDelayBefore = Long.MAX_VALUE;
  private long leastDelaySince;
  private long queueMicros;

  private int told;
  private int lost;
  private long lossSince;

  /** Notes a packet that leaves now, and gives its transport-wide number, 0 to 65535. */
  int sent(int bytes, long nowNanos) {
    int number = next;
    if (sizes[slot(number)] != 0 && sizes.length < HISTORY_LIMIT) {
      doubleHistory();
    }
    int slot = slot(number);
    sentMicros[slot] = nowNanos / 1_000;
    sizes[slot] = bytes;
    numbers[slot] = number;
    next = number + 1 & 0xffff;
    return number;
  }

  private int slot(int number) {
    return number & sizes.length - 1;
  }

  /** More is on its way than was thought. */
  private void doubleHistory() {
    long[] oldMicros = sentMicros;
    int[] oldSizes = sizes;
    int[] oldNumbers = numbers;
    sentMicros = new long[2 * oldSizes.length];
    sizes = new int[2 * oldSizes.length];
    numbers = new int[2 * oldSizes.length];
    for (int i = 0; i < oldSizes.length; i++) {
      int slot = slot(oldNumbers[i]);
      sentMicros[slot] = oldMicros[i];
      sizes[slot] = oldSizes[i];
      numbers[slot] = oldNumbers[i];
    }
  }

  /** Takes a transport-wide feedback. */
  boolean feedback(RtcpPacket packet, long nowNanos) {
    boolean complete = packet.forEachArrival(this::told);
    transportFeedback = true;
    update(nowNanos);
    return complete;
  }

  private void told(int number, boolean arrived, long arrivalMicros) {
    int slot = slot(number);
    if (sizes[slot] == 0 || numbers[slot] != number) {
      return;
    }
    told++;
    if (!arrived) {
      lost++;
      return;
    }
    trend.packet(sentMicros[slot], arrivalMicros);
    long delay = arrivalMicros - sentMicros[slot];
    leastDelay = Math.min(leastDelay, delay);
    queueMicros = delay - Math.min(leastDelay, leastDelayBefore);
    acked(sizes[slot], arrivalMicros);
    // Told once is enough, and the slot must not match when the numbers have wrapped.
    sizes[slot] = 0;
  }

  private void acked(int bytes, long arrivalMicros) {
    if (!inWindow || arrivalMicros < windowStart) {
      inWindow = true;
      windowStart = arrivalMicros;
      ackedBytes = 0;
    }
    ackedBytes += bytes;
    long elapsed = arrivalMicros - windowStart;
    if (elapsed >= RATE_WINDOW_MICROS) {
      double measured = ackedBytes * 8e6 / elapsed;
      arrivingRate = arrivingRate == 0 ? measured : 0.6 * arrivingRate + 0.4 * measured;
      windowStart = arrivalMicros;
      ackedBytes = 0;
    }
  }

  private void update(long nowNanos) {
    double seconds = known ? Math.min(1, (nowNanos - lastUpdate) / 1e9) : 0;
    if (!known) {
      lossSince = leastDelaySince = nowNanos;
    }
    known = true;
    lastUpdate = nowNanos;
    if (nowNanos - leastDelaySince > BASE_DELAY_NANOS) {
      leastDelayBefore = leastDelay;
      leastDelay = Long.MAX_VALUE;
      leastDelaySince = nowNanos;
    }
    double loss = 0;
    boolean lossDue = nowNanos - lossSince >= LOSS_WINDOW_NANOS && told >= LOSS_WINDOW_PACKETS;
    if (lossDue) {
      loss = (double) lost / told;
      told = lost = 0;
      lossSince = nowNanos;
    }
    if (queueMicros > STANDING_QUEUE_MICROS && arrivingRate > 0) {
      cutTo(0.6 * arrivingRate, nowNanos);
    } else if (trend.usage() == DelayTrend.Usage.OVER && arrivingRate > 0) {
      cutTo(0.85 * arrivingRate, nowNanos);
    } else if (loss > 0.1) {
      cutTo(rate * (1 - 0.5 * loss), nowNanos);
    } else if (trend.usage() == DelayTrend.Usage.NORMAL && !(lossDue && loss >= 0.02)) {
      raise(seconds);
    }
  }

  /** Takes the loss since the last report, 0 to 1, where there is no transport-wide feedback. */
  void reported(double loss, long sentBitrate, long nowNanos) {
    if (transportFeedback) {
      return;
    }
    double seconds = known ? Math.min(2, (nowNanos - lastUpdate) / 1e9) : 0;
    known = true;
    lastUpdate = nowNanos;
    arrivingRate = sentBitrate * (1 - loss);
    if (loss > 0.1) {
      cutTo(Math.min(rate, sentBitrate) * (1 - 0.5 * loss), nowNanos);
    } else if (loss < 0.02) {
      raise(seconds);
    }
  }

  /** Takes the receiver's own estimate, bit/s. */
  void remb(long bitrate, long nowNanos) {
    remb = bitrate;
    rembTime = nowNanos;
    known = true;
  }

  private void cutTo(double target, long nowNanos) {
    if (hasCut && nowNanos - lastCut < CUT_PAUSE_NANOS || target >= rate) {
      return;
    }
    hasCut = true;
    lastCut = nowNanos;
    rate = Math.max(MIN, target);
  }

  private void raise(double seconds) {
    double raised = Math.min(rate * Math.pow(1.08, seconds), MAX);
    if (raised <= 1.5 * arrivingRate + 10_000) {
      rate = raised;
    }
  }

  /** Whether there is any evidence yet. */
  boolean isKnown() {
    return known;
  }

  /** Bit/s, {@link #MIN} to {@link #MAX}. */
  long bitrate(long nowNanos) {
    boolean fresh = nowNanos - rembTime < REMB_AGE_NANOS;
    return Math.max(MIN, fresh ? Math.min(remb, (long) rate) : (long) rate);
  }
}
