package dev.switchboard.calls;

import dev.switchboard.Environment;
import dev.switchboard.media.MediaConfig;
import dev.switchboard.operation.Starting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the settings once: those of calls, and those of their media. */
@ApplicationScoped
public class CallSettingsReader {
  void check(@Observes Starting starting) {
    settings();
    media();
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
}
