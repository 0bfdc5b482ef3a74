package dev.switchboard.accounts;

import dev.switchboard.Environment;
import dev.switchboard.operation.Starting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the settings once. */
@ApplicationScoped
public class AccountSettingsReader {
  void check(@Observes Starting starting) {
    settings();
  }

  @Produces
  @Singleton
  AccountSettings settings() {
    return AccountSettings.from(Environment.ofProcess());
  }
}
