package dev.switchboard.media.forwarding;

/** The bitrate at which packets arrive, by the receiver's clock. */
final class ArrivingRate {
  private static final long WINDOW_MICROS = 250_000;

  private long octets;
  private long windowStart;
  private boolean inWindow;
  private double smoothed;
  private double latest;

  void packet(int size, long arrivedMicros) {
    if (!inWindow || arrivedMicros < windowStart) {
      inWindow = true;
      windowStart = arrivedMicros;
      octets = 0;
    }
    octets += size;
    long elapsed = arrivedMicros - windowStart;
    if (elapsed >= WINDOW_MICROS) {
      measured(octets * 8e6 / elapsed);
      windowStart = arrivedMicros;
      octets = 0;
    }
  }

  /** Takes what was measured otherwise, bit/s. */
  void measured(double bitrate) {
    latest = bitrate;
    smoothed = smoothed == 0 ? bitrate : 0.6 * smoothed + 0.4 * bitrate;
  }

  /** Bit/s over a second or so; 0 while it is not known. */
  double smoothed() {
    return smoothed;
  }

  /** The lower of that and the last quarter of a second: what a line that got worse takes. */
  double least() {
    return Math.min(smoothed, latest);
  }
}
