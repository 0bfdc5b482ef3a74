package dev.switchboard.calls.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final RateLimiter limiter =
      new RateLimiter(3, Duration.ofSeconds(10), new SettableClock());

  private final class SettableClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @Test
  void refusesTheRequestsBeyondTheLimitAndThenDisconnects() {
    for (int i = 0; i < 3; i++) {
      assertThat(limiter.arrive()).isEqualTo(RateLimiter.Verdict.ALLOW);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(limiter.arrive()).isEqualTo(RateLimiter.Verdict.REFUSE);
    }
    assertThat(limiter.arrive()).isEqualTo(RateLimiter.Verdict.DISCONNECT);
  }

  @Test
  void allowsAgainWhenTheWindowHasMovedOn() {
    for (int i = 0; i < 3; i++) {
      limiter.arrive();
    }
    now = now.plusMillis(9_999);
    assertThat(limiter.arrive()).isEqualTo(RateLimiter.Verdict.REFUSE);
    now = now.plusMillis(1);
    assertThat(limiter.arrive()).isEqualTo(RateLimiter.Verdict.ALLOW);
  }
}
