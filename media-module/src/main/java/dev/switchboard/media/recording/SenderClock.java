package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.SenderTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * How the clock of one sender relates to that of the loop. Its reports say what its clock showed
 * when they left; they arrive half a round trip later, or later still, never earlier. So the least
 * delay of many of them is the offset between the clocks and the bare way, and the line below all
 * of them over some minutes tells how far one clock runs away from the other. On the recorder's
 * thread.
 */
final class SenderClock {
  /** The least delay of each such time counts. */
  private static final long BUCKET_NANOS = 10_000_000_000L;

  /** Five minutes: crystals change with the warmth of a machine, but not faster. */
  private static final int BUCKETS = 30;

  /** Over less, jitter would pass for drift. */
  private static final double LEAST_SECONDS = 30;

  /** A clock that is worse is no crystal, but was set. */
  private static final double MOST_DRIFT = 1e-3;

  /** What differs more is another clock, or one that was set. */
  private static final double STEP_NANOS = 1e9;

  /**
   * Fewer round trips are not halved: on a machine that is held up the first of them tells more of
   * that than of the way.
   */
  private static final int LEAST_TRIPS = 3;

  /** One report may be held up for so long; three in a row were not. */
  private static final int LATE_REPORTS = 3;

  private static final Instant NTP_EPOCH = Instant.parse("1900-01-01T00:00:00Z");

  private boolean known;
  private long lastSent;
  private long firstSent;
  private long firstDelay;

  // Of each bucket: when its quickest report left, s, and its delay, ns, both since the first.
  private final double[] seconds = new double[BUCKETS];
  private final double[] delays = new double[BUCKETS];
  private final long[] roundTrips = new long[BUCKETS];
  private final long[] numbers = new long[BUCKETS];
  private int count;
  private int late;

  private double slope;
  private double intercept;
  private long roundTrip;
  private long lastTrip;
  private int trips;

  /** Takes what a report told. */
  void observe(SenderTime time) {
    if (!known) {
      begin(time);
    }
    double delay = time.arrivalNanos() - time.senderNanos() - firstDelay;
    double sent = (time.senderNanos() - firstSent) / 1e9;
    double unexpected = delay - intercept - slope * sent;
    late = unexpected > STEP_NANOS ? late + 1 : 0;
    if (unexpected < -STEP_NANOS || late == LATE_REPORTS) {
      begin(time);
      delay = 0;
      sent = 0;
    } else if (late > 0) {
      return;
    }
    lastSent = time.senderNanos();
    put(sent, delay, time);
    fit();
  }

  private void begin(SenderTime time) {
    known = true;
    firstSent = time.senderNanos();
    firstDelay = time.arrivalNanos() - time.senderNanos();
    count = 0;
    late = 0;
    lastSent = firstSent;
    slope = 0;
    intercept = 0;
    roundTrip = 0;
  }

  private void put(double sent, double delay, SenderTime time) {
    long number = Math.floorDiv(time.senderNanos() - firstSent, BUCKET_NANOS);
    int last = count - 1;
    if (count == 0 || number > numbers[last]) {
      if (count == BUCKETS) {
        dropOldest();
      }
      last = count++;
      numbers[last] = number;
      delays[last] = Double.MAX_VALUE;
      roundTrips[last] = 0;
    }
    if (delay < delays[last]) {
      delays[last] = delay;
      seconds[last] = sent;
    }
    long trip = time.roundTripNanos();
    if (trip > 0 && trip != lastTrip) {
      lastTrip = trip;
      trips++;
    }
    if (trip > 0 && (roundTrips[last] == 0 || trip < roundTrips[last])) {
      roundTrips[last] = trip;
    }
  }

  private void dropOldest() {
    count--;
    System.arraycopy(seconds, 1, seconds, 0, count);
    System.arraycopy(delays, 1, delays, 0, count);
    System.arraycopy(roundTrips, 1, roundTrips, 0, count);
    System.arraycopy(numbers, 1, numbers, 0, count);
  }

  /**
   * The slope is the median of those between any two buckets (Theil and Sen), which a few bad ones
   * don't change; the last bucket is not full yet.
   */
  private void fit() {
    int full = count - 1;
    if (full >= 2 && seconds[full - 1] - seconds[0] >= LEAST_SECONDS) {
      double[] slopes = new double[full * (full - 1) / 2];
      int found = 0;
      for (int i = 0; i < full; i++) {
        for (int j = i + 1; j < full; j++) {
          double between = Math.max(1, seconds[j] - seconds[i]);
          slopes[found++] = (delays[j] - delays[i]) / between;
        }
      }
      Arrays.sort(slopes);
      slope = Math.max(-MOST_DRIFT * 1e9, Math.min(MOST_DRIFT * 1e9, slopes[found / 2]));
    }
    intercept = Double.MAX_VALUE;
    roundTrip = 0;
    for (int i = 0; i < count; i++) {
      intercept = Math.min(intercept, delays[i] - slope * seconds[i]);
      boolean quicker = roundTrip == 0 || roundTrips[i] > 0 && roundTrips[i] < roundTrip;
      roundTrip = quicker ? roundTrips[i] : roundTrip;
    }
  }

  boolean isKnown() {
    return known;
  }

  /** The clock of the loop when the sender's shows {@code senderNanos}, once it is known. */
  long toLoop(long senderNanos) {
    double sent = (senderNanos - firstSent) / 1e9;
    long way = trips < LEAST_TRIPS ? 0 : roundTrip / 2;
    return senderNanos + firstDelay + (long) (intercept + slope * sent) - way;
  }

  /**
   * What is to be said about it, once it is known.
   *
   * @param wall the wall clock's time when the clock of the loop showed {@code loopNanos}
   */
  Manifest.Clock describe(Instant wall, long loopNanos) {
    Instant sender = NTP_EPOCH.plusNanos(lastSent);
    Instant ours = wall.plusNanos(toLoop(lastSent) - loopNanos);
    double offset = Duration.between(ours, sender).toNanos() / 1e6;
    return new Manifest.Clock(rounded(offset), rounded(-slope / 1e3), rounded(roundTrip / 1e6));
  }

  private static double rounded(double value) {
    return Math.round(value * 1e3) / 1e3;
  }
}
