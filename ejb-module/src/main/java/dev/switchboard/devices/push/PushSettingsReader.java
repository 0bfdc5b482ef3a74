package dev.switchboard.devices.push;

import dev.switchboard.Environment;
import dev.switchboard.operation.Starting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the settings once. */
@ApplicationScoped
public class PushSettingsReader {
  void check(@Observes Starting starting) {
    settings();
  }

  @Produces
  @Singleton
  PushSettings settings() {
    return PushSettings.from(Environment.ofProcess());
  }
}
