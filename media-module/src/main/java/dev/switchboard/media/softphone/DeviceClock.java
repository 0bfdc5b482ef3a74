package dev.switchboard.media.softphone;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The clock of one softphone, as wrong as it is configured: a count of nanoseconds, and a wall
 * clock that goes with it and is never set.
 */
final class DeviceClock {
  private final LongSupplier trueNanos;
  private final double speed;
  private final long start;
  private final Instant wallStart;

  /**
   * @param trueNanos of the loop
   */
  DeviceClock(SoftphoneClock error, Clock wall, LongSupplier trueNanos) {
    this.trueNanos = trueNanos;
    this.speed = 1 + error.driftPpm() / 1e6;
    this.start = trueNanos.getAsLong();
    this.wallStart = wall.instant().plus(error.offset());
  }

  /** Nanoseconds since some moment. */
  long now() {
    return start + (long) ((trueNanos.getAsLong() - start) * speed);
  }

  /** What the loop's clock shows when this one shows {@code nanos}. */
  long toTrue(long nanos) {
    return start + (long) ((nanos - start) / speed);
  }

  /** How long a time by this clock really is. */
  Duration toTrue(Duration time) {
    return Duration.ofNanos(Math.round(time.toNanos() / speed));
  }

  /** The wall clock in 32.32 bits when this one shows {@code nanos}. */
  long ntp(long nanos) {
    return NtpTime.of(wallStart.plusNanos(nanos - start));
  }
}
