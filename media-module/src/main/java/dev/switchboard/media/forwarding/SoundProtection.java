package dev.switchboard.media.forwarding;

/**
 * How often each frame of sound is sent over a line: more often where more is lost, because sound
 * can't wait for what is asked for again.
 */
final class SoundProtection {
  private static final double LOSSY = 0.01;
  private static final double VERY_LOSSY = 0.03;

  /** Losses come in spells. */
  private static final long HOLD_NANOS = 10_000_000_000L;

  private int copies;
  private long since;

  /** Takes the share of packets that were lost lately, 0 to 1. */
  void lost(double share, long nowNanos) {
    int needed = share > VERY_LOSSY ? 2 : share > LOSSY ? 1 : 0;
    if (needed >= copies || nowNanos - since > HOLD_NANOS) {
      copies = needed;
      since = nowNanos;
    }
  }

  /** How many earlier frames go with each, 0 to 2. */
  int copies() {
    return copies;
  }
}
