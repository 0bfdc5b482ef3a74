package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.TransportFeedback;

/**
 * What is known about the line to a terminal, and about the terminal's clock. It begins anew with
 * each transport, since behind another one is another page, or another device: its transport-wide
 * numbers, its clock and its network have nothing to do with those before.
 */
final class Line {
  /** Assumed while it has not been measured. */
  private static final long USUAL_ROUND_TRIP_NANOS = 100_000_000L;

  /** A loss over a shorter time says little. */
  private static final long LEAST_REPORT_NANOS = 200_000_000L;

  /** So much may be sent again at once, after an outage: a second of video at 2 Mbit/s. */
  private static final int RESEND_BURST = 256 << 10;

  /** And no more than what the line carries in this time, s: it has other things to carry. */
  private static final double RESEND_SECONDS = 0.4;

  /** Bit/s. */
  private static final long SLOW = 350_000;

  private final ReceiverEstimate estimate = new ReceiverEstimate();
  private final SoundProtection protection = new SoundProtection();
  private final TransportFeedback arrivals = new TransportFeedback();

  private long roundTripNanos;
  private long lastRoundTripNanos;
  private boolean hasSenderClock;
  private long senderClockOffset;

  private boolean lossReported;
  private long lastLossReport;
  private long sentSinceReport;
  private int resendAllowance = RESEND_BURST;

  /** What the terminal can take. */
  ReceiverEstimate estimate() {
    return estimate;
  }

  /** How often sound is sent to the terminal. */
  SoundProtection protection() {
    return protection;
  }

  /** How many earlier frames go with each of sound; a slow line has no room for many. */
  int soundCopies(long nowNanos) {
    boolean slow = estimate.isKnown() && estimate.bitrate(nowNanos) < SLOW;
    return Math.min(protection.copies(), slow ? 1 : Integer.MAX_VALUE);
  }

  /** Takes a transport-wide feedback; false if it could not be read to its end. */
  boolean feedback(RtcpPacket packet, long nowNanos) {
    boolean complete = estimate.feedback(packet, nowNanos);
    protection.lost(estimate.loss(), nowNanos);
    return complete;
  }

  Congestion congestion(long nowNanos) {
    if (estimate.isFull() || estimate.isSilent(roundTripNanos(), nowNanos)) {
      return Congestion.FULL;
    }
    return estimate.isFilling() ? Congestion.FILLS : Congestion.NONE;
  }

  /** What came from the terminal, to be told to it. */
  TransportFeedback arrivals() {
    return arrivals;
  }

  /** Notes octets on their way to the terminal. */
  void sent(int octets) {
    sentSinceReport += octets;
    resendAllowance = Math.min(RESEND_BURST, resendAllowance + octets / 2);
  }

  /**
   * Whether octets may be sent again, which is then taken as done. In the long run as much may be
   * as is sent for the first time: whoever loses more than half is not helped, and whoever asks for
   * more would have us flood him.
   */
  boolean maySendAgain(int octets, long nowNanos) {
    if (estimate.isKnown()) {
      double burst = estimate.bitrate(nowNanos) / 8.0 * RESEND_SECONDS;
      resendAllowance = (int) Math.min(resendAllowance, burst);
    }
    if (octets > resendAllowance || congestion(nowNanos) == Congestion.FULL) {
      return false;
    }
    resendAllowance -= octets;
    return true;
  }

  /** Takes the share of video that was lost since the last report, 0 to 1. */
  void reportedLoss(double share, long nowNanos) {
    protection.lost(share, nowNanos);
    if (lossReported && nowNanos - lastLossReport < LEAST_REPORT_NANOS) {
      return;
    }
    if (lossReported) {
      double seconds = (nowNanos - lastLossReport) / 1e9;
      estimate.reported(share, (long) (sentSinceReport * 8 / seconds), nowNanos);
    }
    // The first report tells of a time whose beginning we don't know.
    lossReported = true;
    lastLossReport = nowNanos;
    sentSinceReport = 0;
  }

  void noteRoundTrip(long nanos) {
    lastRoundTripNanos = nanos;
    roundTripNanos = roundTripNanos == 0 ? nanos : (7 * roundTripNanos + nanos) / 8;
  }

  /** Measured, or assumed. */
  long roundTripNanos() {
    return roundTripNanos == 0 ? USUAL_ROUND_TRIP_NANOS : roundTripNanos;
  }

  /** As it was last measured, not smoothed; 0 as long as it has not been. */
  long lastRoundTripNanos() {
    return lastRoundTripNanos;
  }

  /** 0 as long as it has not been measured. */
  double roundTripMillis() {
    return roundTripNanos / 1e6;
  }

  /**
   * Relates the terminal's clock to ours, once and for both of its streams, so that their distance
   * stays as the terminal has it (lip synchronization).
   */
  void noteSenderClock(long senderNanos, long nowNanos) {
    if (!hasSenderClock) {
      hasSenderClock = true;
      senderClockOffset = nowNanos - roundTripNanos / 2 - senderNanos;
    }
  }

  /** What to add to the terminal's time since 1900, ns, to get ours. */
  long senderClockOffset() {
    return senderClockOffset;
  }
}
