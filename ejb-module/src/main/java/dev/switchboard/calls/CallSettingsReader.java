package dev.switchboard.calls;

import dev.switchboard.Environment;
import dev.switchboard.media.MediaConfig;
import dev.switchboard.operation.Starting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Reads the settings once: those of calls, of their media and of TURN servers. */
@ApplicationScoped
public class CallSettingsReader {
  void check(@Observes Starting starting) {
    settings();
    media();
    turn();
  }

  @Produces
  @Singleton
  CallSettings settings() {
    return CallSettings.from(Environment.ofProcess());
  }

  @Produces
  @Singleton
  MediaConfig media() {
    return MediaSettings.from(Environment.ofProcess());
  }

  @Produces
  @Singleton
  TurnServers turn() {
    return TurnServers.from(Environment.ofProcess(), Clock.systemUTC());
  }
}
