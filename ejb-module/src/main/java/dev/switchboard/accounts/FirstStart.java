package dev.switchboard.accounts;

import dev.switchboard.operation.Announcements;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/** Tells whoever starts the server how to become its administrator, as long as there is none. */
@Singleton
@Startup
@DependsOn("Schema")
@TransactionManagement(TransactionManagementType.BEAN)
public class FirstStart {
  @Inject private SetUpTokens tokens;

  @PostConstruct
  void announce() {
    tokens
        .issue()
        .ifPresent(
            token ->
                Announcements.say(
                    "Set-up token, for the account of the first administrator: " + token));
  }
}
