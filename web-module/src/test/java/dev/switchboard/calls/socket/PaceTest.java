package dev.switchboard.calls.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final SettableClock clock = new SettableClock();
  private final Pace pace = new Pace(Duration.ofHours(1), clock);

  @Test
  void isDueOnceInAnHourHoweverOftenItIsAsked() {
    int due = 0;
    for (int ping = 0; ping < 6 * 60 * 24; ping++) {
      clock.advance(Duration.ofSeconds(10));
      due += pace.isDue() ? 1 : 0;
    }
    assertThat(due).isEqualTo(24);
  }

  @Test
  void isNotDueBeforeTheFirstSpanIsOver() {
    assertThat(pace.isDue()).isFalse();
    clock.advance(Duration.ofHours(1).minusMillis(1));
    assertThat(pace.isDue()).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(pace.isDue()).isTrue();
    assertThat(pace.isDue()).isFalse();
  }
}
