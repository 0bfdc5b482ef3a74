package dev.switchboard.calls;

import dev.switchboard.Environment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the settings once. */
@ApplicationScoped
public class CallSettingsReader {
  @Produces
  @Singleton
  CallSettings settings() {
    return CallSettings.from(Environment.ofProcess());
  }
}
