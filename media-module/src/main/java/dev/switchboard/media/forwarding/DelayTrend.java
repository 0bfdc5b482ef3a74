package dev.switchboard.media.forwarding;

/**
 * Tells from the one-way delay of packets whether a queue grows on their path
 * (draft-ietf-rmcat-gcc-02 section 5, with the trendline in place of the Kalman filter as in the
 * browsers: the slope of the smoothed delay over the last 20 bursts, against a threshold that
 * adapts to what is usual on the path).
 */
final class DelayTrend {
  /** What the path does. */
  enum Usage {
    NORMAL,
    /** The queue grows: more is sent than the path takes. */
    OVER,
    /** The queue shrinks. */
    UNDER
  }

  private static final long BURST_MICROS = 5_000;
  private static final int WINDOW = 20;
  private static final double SMOOTHING = 0.9;
  private static final double GAIN = 4;
  private static final double OVERUSE_MILLIS = 10;

  private final double[] times = new double[WINDOW];
  private final double[] delays = new double[WINDOW];
  private int count;

  private boolean inBurst;
  private boolean hasPrevious;
  private long burstStart;
  private long burstSent;
  private long burstArrived;
  private long previousSent;
  private long previousArrived;
  private long firstArrival;

  private double accumulated;
  private double smoothed;
  private double threshold = 12.5;
  private double previousTrend;
  private double overMillis;
  private int overCount;
  private Usage usage = Usage.NORMAL;

  /** Takes a packet's times, each on its own clock, in the order of sending. */
  void packet(long sentMicros, long arrivedMicros) {
    if (inBurst && sentMicros - burstStart <= BURST_MICROS) {
      burstSent = sentMicros;
      burstArrived = Math.max(burstArrived, arrivedMicros);
      return;
    }
    if (inBurst) {
      endBurst();
    }
    inBurst = true;
    burstStart = burstSent = sentMicros;
    burstArrived = arrivedMicros;
  }

  Usage usage() {
    return usage;
  }

  private void endBurst() {
    double sentDelta = (burstSent - previousSent) / 1_000.0;
    double arrivedDelta = (burstArrived - previousArrived) / 1_000.0;
    boolean usable = hasPrevious && Math.abs(arrivedDelta - sentDelta) < 3_000;
    if (!hasPrevious) {
      firstArrival = burstArrived;
    }
    hasPrevious = true;
    previousSent = burstSent;
    previousArrived = burstArrived;
    if (usable) {
      variation(arrivedDelta - sentDelta, sentDelta, (burstArrived - firstArrival) / 1_000.0);
    }
  }

  private void variation(double delta, double sentDelta, double time) {
    accumulated += delta;
    smoothed = SMOOTHING * smoothed + (1 - SMOOTHING) * accumulated;
    int slot = count++ % WINDOW;
    times[slot] = time;
    delays[slot] = smoothed;
    if (count >= WINDOW) {
      detect(slope(), sentDelta);
    }
  }

  private double slope() {
    double meanTime = 0;
    double meanDelay = 0;
    for (int i = 0; i < WINDOW; i++) {
      meanTime += times[i] / WINDOW;
      meanDelay += delays[i] / WINDOW;
    }
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < WINDOW; i++) {
      covariance += (times[i] - meanTime) * (delays[i] - meanDelay);
      variance += (times[i] - meanTime) * (times[i] - meanTime);
    }
    return variance == 0 ? 0 : covariance / variance;
  }

  private void detect(double slope, double sentDelta) {
    double trend = Math.min(count, 60) * slope * GAIN;
    if (trend > threshold) {
      overMillis += sentDelta;
      overCount++;
      if (overMillis > OVERUSE_MILLIS && overCount > 1 && trend >= previousTrend) {
        overMillis = 0;
        overCount = 0;
        usage = Usage.OVER;
      }
    } else {
      overMillis = 0;
      overCount = 0;
      usage = trend < -threshold ? Usage.UNDER : Usage.NORMAL;
    }
    previousTrend = trend;
    adapt(Math.abs(trend), sentDelta);
  }

  /** A spike (a change of route, say) does not move the threshold. */
  private void adapt(double trend, double sentDelta) {
    if (trend > threshold + 15) {
      return;
    }
    double gain = trend < threshold ? 0.039 : 0.0087;
    threshold += gain * (trend - threshold) * Math.min(sentDelta, 100);
    threshold = Math.max(6, Math.min(600, threshold));
  }
}
