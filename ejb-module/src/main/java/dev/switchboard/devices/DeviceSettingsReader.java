package dev.switchboard.devices;

import dev.switchboard.Environment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the settings once. */
@ApplicationScoped
public class DeviceSettingsReader {
  @Produces
  @Singleton
  DeviceSettings settings() {
    return DeviceSettings.from(Environment.ofProcess());
  }
}
