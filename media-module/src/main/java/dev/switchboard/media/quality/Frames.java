package dev.switchboard.media.quality;

/**
 * The frames of some time.
 *
 * @param count whole frames
 * @param freezes that have ended
 * @param frozenMillis how long those lasted, ms
 */
public record Frames(int count, int freezes, double frozenMillis) {
  public static final Frames NONE = new Frames(0, 0, 0);

  /** The livelier of two encodings of one picture. */
  public Frames or(Frames other) {
    return other.count > count ? other : this;
  }
}
