package dev.switchboard;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;

/** The one source of the time, so that tests can bring another. */
@ApplicationScoped
public class ServerClock {
  /** Both databases keep microseconds: an instant is the same before and after it was stored. */
  private static final Duration TICK = Duration.ofNanos(1_000);

  @Produces
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), TICK);
  }
}
