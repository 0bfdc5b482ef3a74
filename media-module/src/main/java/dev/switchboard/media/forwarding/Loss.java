package dev.switchboard.media.forwarding;

/**
 * What of a stream was lost in some time.
 *
 * @param share 0 to 1, of the packets that were due
 * @param unrecovered 0 to 1, the share that no retransmission made good either
 */
record Loss(double share, double unrecovered) {
  static final Loss NONE = new Loss(0, 0);

  static Loss of(long due, long lost, long repaired) {
    return due <= 0 ? NONE : new Loss(share(lost, due), share(lost - repaired, due));
  }

  private static double share(long lost, long due) {
    return Math.max(0, Math.min(1, (double) lost / due));
  }

  /** The worse of two streams, in either respect. */
  Loss or(Loss other) {
    return new Loss(Math.max(share, other.share), Math.max(unrecovered, other.unrecovered));
  }
}
