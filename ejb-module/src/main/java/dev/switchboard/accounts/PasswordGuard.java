package dev.switchboard.accounts;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks somebody who is signed in for the password once more, before what can't be undone: whoever
 * found an open browser may not guess for long.
 */
@ApplicationScoped
public class PasswordGuard {
  private static final Limit LIMIT = new Limit("password", 5, Duration.ofMinutes(15));

  @Inject private Attempts attempts;

  protected PasswordGuard() {}

  PasswordGuard(Attempts attempts) {
    this.attempts = attempts;
  }

  /** What is wrong with the password that was typed at a field. */
  Optional<Problem> check(String field, AccountId account, PasswordHash hash, String password) {
    Attempts.Verdict verdict = attempts.admit(LIMIT, account.value());
    if (verdict.waiting().isPresent()) {
      return Optional.of(
          Problem.at(field, Message.TOO_MANY_ATTEMPTS, Attempts.minutes(verdict.waiting().get())));
    }
    if (password.length() > AccountSettings.LONGEST_PASSWORD || !hash.matches(password)) {
      return Optional.of(Problem.at(field, Message.PASSWORD_WRONG));
    }
    attempts.forgive(LIMIT, account.value());
    return Optional.empty();
  }
}
