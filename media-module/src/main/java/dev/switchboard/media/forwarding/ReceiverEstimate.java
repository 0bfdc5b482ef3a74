package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.RtcpPacket;

/**
 * How much a receiver's line can take. One rate is raised by 8 % a second while all is well, and
 * cut to 85 % of what really arrives when the delay grows ({@link DelayTrend}) because packets wait
 * ({@link StandingQueue}), or by half of the loss when that is 10 % above what the line always
 * loses ({@link LossShare}); between 2 % and 10 % it stays (draft-ietf-rmcat-gcc-02 sections 5.5
 * and 6). It is raised only as far as what is being sent proves it: to one and a half of what
 * arrives, or to what a {@link Prober} has found. A receiver that estimates for itself (REMB) is
 * believed where it says less.
 *
 * <p>The evidence is transport-wide feedback where negotiated, else the loss in receiver reports.
 */
final class ReceiverEstimate {
  static final long START = 2_500_000;
  static final long MIN = 50_000;
  static final long MAX = 50_000_000;

  private static final long CUT_PAUSE_NANOS = 300_000_000L;

  /** After so long nothing that arrived before a cut is part of what is measured. */
  private static final long FORGETS_NANOS = 2_000_000_000L;

  /** Less may be a burst, or a clock that drifts. */
  private static final long LEAST_QUEUE_MICROS = 20_000;

  /** So much must drain before anything else. */
  private static final long LONG_QUEUE_MICROS = 200_000;

  /** A queue that overflows: packets wait, and many are lost. */
  private static final long FULL_QUEUE_MICROS = 80_000;

  private static final double FULL_QUEUE_LOSS = 0.15;

  /** A queue that hardly ever overflows, but nobody can talk over it. */
  private static final long ENDLESS_QUEUE_MICROS = 800_000;

  /** So long a receiver may say nothing, beyond twice its usual pause. */
  private static final long SILENCE_NANOS = 150_000_000L;

  private static final long LONGEST_PAUSE_NANOS = 250_000_000L;

  private static final double LOSS_CUTS = 0.1;
  private static final double LOSS_HOLDS = 0.02;
  private static final long REMB_AGE_NANOS = 5_000_000_000L;

  private final SentPackets packets = new SentPackets();
  private final DelayTrend trend = new DelayTrend();
  private final StandingQueue queue = new StandingQueue();
  private final LossShare loss = new LossShare();
  private final ArrivingRate arriving = new ArrivingRate();
  private final Prober prober = new Prober();

  private double rate = START;
  private boolean known;
  private boolean transportFeedback;
  private long lastUpdate;
  private long lastCut;
  private boolean hasCut;
  private int toldNow;
  private int lostNow;
  private double recentLoss;
  private boolean unanswered;
  private long unansweredSince;
  private long usualPause;
  private long remb = Long.MAX_VALUE;
  private long rembTime;

  /** Notes a packet that leaves now, and gives its transport-wide number, 0 to 65535. */
  int sent(int bytes, long nowNanos) {
    prober.sent(bytes);
    if (!unanswered) {
      unanswered = true;
      unansweredSince = nowNanos;
    }
    return packets.sent(bytes, prober.cluster(), nowNanos);
  }

  /**
   * How much padding is to be sent now beside the media, octets; every 10 ms.
   *
   * @param wish what the receiver could use, bit/s
   */
  int padding(long wish, long nowNanos) {
    return transportFeedback ? prober.padding(Math.min(wish, MAX), rate, nowNanos) : 0;
  }

  /** Takes a transport-wide feedback; false if it could not be read to its end. */
  boolean feedback(RtcpPacket packet, long nowNanos) {
    toldNow = lostNow = 0;
    boolean complete = packet.forEachArrival(this::told);
    answered(nowNanos);
    recentLoss = toldNow == 0 ? recentLoss : (recentLoss + (double) lostNow / toldNow) / 2;
    update(nowNanos);
    return complete;
  }

  private void answered(long nowNanos) {
    if (unanswered) {
      long pause = Math.min(nowNanos - unansweredSince, LONGEST_PAUSE_NANOS);
      usualPause = transportFeedback ? (7 * usualPause + pause) / 8 : pause;
    }
    unanswered = false;
    transportFeedback = true;
  }

  /**
   * Whether a receiver that has always told what arrives does not any more. When a line gets slow
   * both ways, its feedback is late or lost when it is needed most.
   */
  boolean isSilent(long roundTripNanos, long nowNanos) {
    long due = unansweredSince + roundTripNanos + 2 * usualPause + SILENCE_NANOS;
    return transportFeedback && unanswered && nowNanos - due > 0;
  }

  /** What the receiver was sent lately can't have reached it: it has nothing to tell of that. */
  void interrupted() {
    unanswered = false;
  }

  private void told(int number, boolean arrived, long arrivalMicros) {
    if (!packets.find(number)) {
      return;
    }
    if (packets.isMissing() && arrived) {
      loss.cameLate();
    } else if (!packets.isMissing()) {
      loss.told(arrived);
    }
    toldNow++;
    if (!arrived) {
      lostNow++;
      packets.miss();
      return;
    }
    long sentMicros = packets.sentMicros();
    prober.arrived(packets, arrivalMicros);
    trend.packet(sentMicros, arrivalMicros);
    queue.packet(sentMicros, arrivalMicros);
    arriving.packet(packets.size(), arrivalMicros);
    packets.forget();
  }

  private void update(long nowNanos) {
    double seconds = known ? Math.min(1, (nowNanos - lastUpdate) / 1e9) : 0;
    known = true;
    lastUpdate = nowNanos;
    boolean lossDue = loss.isDue(nowNanos);
    double excess = loss.share() - loss.usual();
    long waits = queue.micros();
    double proved = prober.result(nowNanos);
    if (waits > LEAST_QUEUE_MICROS / 2) {
      prober.busy(nowNanos);
    }
    if (waits > LONG_QUEUE_MICROS) {
      cutTo(0.6 * arriving.least(), nowNanos);
    } else if (trend.usage() == DelayTrend.Usage.OVER && waits > LEAST_QUEUE_MICROS) {
      cutTo(0.85 * arriving.least(), nowNanos);
    } else if (lossDue && excess > LOSS_CUTS) {
      cutTo(rate * (1 - 0.5 * loss.share()), nowNanos);
    } else if (proved > rate) {
      rate = Math.min(proved, MAX);
    } else if (waits <= LEAST_QUEUE_MICROS && excess < LOSS_HOLDS) {
      raise(seconds, nowNanos);
    }
  }

  /** The share of packets that was lost lately, 0 to 1. */
  double loss() {
    return recentLoss > FULL_QUEUE_LOSS ? recentLoss : loss.share();
  }

  /** Whether the line is so full that whatever goes over it suffers, the sound too. */
  boolean isFull() {
    return queue.micros() > ENDLESS_QUEUE_MICROS || isFilling() && recentLoss > FULL_QUEUE_LOSS;
  }

  /** Whether packets wait so long that the queue will soon be full if too much is sent. */
  boolean isFilling() {
    return queue.latestMicros() > FULL_QUEUE_MICROS;
  }

  /** Takes the loss since the last report, 0 to 1, where there is no transport-wide feedback. */
  void reported(double lost, long sentBitrate, long nowNanos) {
    if (transportFeedback) {
      return;
    }
    double seconds = known ? Math.min(2, (nowNanos - lastUpdate) / 1e9) : 0;
    known = true;
    lastUpdate = nowNanos;
    arriving.measured(sentBitrate * (1 - lost));
    if (lost > LOSS_CUTS) {
      cutTo(Math.min(rate, sentBitrate) * (1 - 0.5 * lost), nowNanos);
    } else if (lost < LOSS_HOLDS) {
      raise(seconds, nowNanos);
    }
  }

  /** Takes the receiver's own estimate, bit/s. */
  void remb(long bitrate, long nowNanos) {
    remb = bitrate;
    rembTime = nowNanos;
    known = true;
  }

  private void cutTo(double target, long nowNanos) {
    prober.congested(nowNanos);
    if (target <= 0 || hasCut && nowNanos - lastCut < CUT_PAUSE_NANOS || target >= rate) {
      return;
    }
    hasCut = true;
    lastCut = nowNanos;
    rate = Math.max(MIN, target);
  }

  private void raise(double seconds, long nowNanos) {
    // What arrives in good order is carried, however little was thought before; but what was
    // measured before a line got worse says nothing.
    if (!hasCut || nowNanos - lastCut > FORGETS_NANOS) {
      rate = Math.max(rate, Math.min(arriving.least(), MAX));
    }
    double raised = Math.min(rate * Math.pow(1.08, seconds), MAX);
    if (raised <= 1.5 * arriving.smoothed() + 10_000) {
      rate = raised;
    }
  }

  /** Whether more is being sent to find out what the line takes. */
  boolean isProbing() {
    return prober.cluster() != 0;
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
