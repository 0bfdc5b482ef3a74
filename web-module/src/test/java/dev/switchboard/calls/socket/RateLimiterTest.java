package dev.switchboard.calls.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final SettableClock clock = new SettableClock();
  private final RateLimiter limiter = new RateLimiter(3, Duration.ofSeconds(10), clock);

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
    clock.advance(Duration.ofMillis(9_999));
    assertThat(limiter.arrive()).isEqualTo(RateLimiter.Verdict.REFUSE);
    clock.advance(Duration.ofMillis(1));
    assertThat(limiter.arrive()).isEqualTo(RateLimiter.Verdict.ALLOW);
  }
}
