package dev.switchboard.media.softphone;

import java.time.Duration;

/**
 * How wrong the clock of a device is: its crystal, by which it paces its media and counts its
 * timestamps, and its wall clock, which its reports tell and which runs by the same crystal.
 *
 * @param driftPpm how much faster than true time it runs, in millionths; -1,000 to 1,000
 * @param offset what its wall clock shows more than the true time when the device is made
 */
public record SoftphoneClock(double driftPpm, Duration offset) {
  /** Never wrong. */
  public static final SoftphoneClock TRUE = new SoftphoneClock(0, Duration.ZERO);

  public SoftphoneClock {
    if (!(Math.abs(driftPpm) <= 1_000)) {
      throw new IllegalArgumentException("no crystal drifts by " + driftPpm + " ppm");
    }
  }
}
