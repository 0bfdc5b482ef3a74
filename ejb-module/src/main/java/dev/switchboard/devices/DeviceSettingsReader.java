package dev.switchboard.devices;

import dev.switchboard.Environment;
import dev.switchboard.operation.Starting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the settings once. */
@ApplicationScoped
public class DeviceSettingsReader {
  void check(@Observes Starting starting) {
    settings();
  }

  @Produces
  @Singleton
  DeviceSettings settings() {
    return DeviceSettings.from(Environment.ofProcess());
  }
}
