package dev.switchboard.accounts;

import dev.switchboard.Environment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the settings once. */
@ApplicationScoped
public class AccountSettingsReader {
  @Produces
  @Singleton
  AccountSettings settings() {
    return AccountSettings.from(Environment.ofProcess());
  }
}
