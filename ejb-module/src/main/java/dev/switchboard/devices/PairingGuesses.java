package dev.switchboard.devices;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.Attempts;
import dev.switchboard.accounts.Limit;
import dev.switchboard.accounts.RemoteAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps codes from being tried one after the other (RFC 8628 section 5.1): wrong ones are counted
 * for the account that tries and for the address that it comes from.
 */
@ApplicationScoped
public class PairingGuesses {
  @Inject private Attempts attempts;
  @Inject private DeviceSettings settings;

  protected PairingGuesses() {}

  PairingGuesses(Attempts attempts, DeviceSettings settings) {
    this.attempts = attempts;
    this.settings = settings;
  }

  /**
   * A code that is about to be tried; it counts as wrong until it is taken back.
   *
   * @param refused why it may not be tried now
   */
  record Guess(List<Attempts.Verdict> counted, Optional<Problem> refused) {}

  Guess begin(AccountId account, String address) {
    List<Attempts.Verdict> counted = new ArrayList<>();
    Optional<Duration> waiting = admit(settings.pairingGuesses(), account.value(), counted);
    if (waiting.isEmpty()) {
      String from = RemoteAddress.subject(address);
      waiting = admit(settings.pairingGuessesFromAddress(), from, counted);
    }
    if (waiting.isEmpty()) {
      return new Guess(counted, Optional.empty());
    }
    // One lock-out must not feed the other.
    counted.forEach(attempts::takeBack);
    return new Guess(
        List.of(),
        Optional.of(
            Problem.at("code", Message.TOO_MANY_ATTEMPTS, Attempts.minutes(waiting.get()))));
  }

  /** It was right. */
  void takeBack(Guess guess) {
    guess.counted().forEach(attempts::takeBack);
  }

  private Optional<Duration> admit(Limit limit, String subject, List<Attempts.Verdict> counted) {
    Attempts.Verdict verdict = attempts.admit(limit, subject);
    if (verdict.waiting().isEmpty()) {
      counted.add(verdict);
    }
    return verdict.waiting();
  }
}
