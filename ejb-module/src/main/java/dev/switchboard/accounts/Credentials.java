package dev.switchboard.accounts;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks names and passwords.
 *
 * <p>Whoever tries learns nothing but whether both were right: for no such account, a wrong
 * password and a disabled account, words and time are the same; and attempts are counted under what
 * was typed, not under the account that it stands for, so that names that nobody has are locked out
 * as well. No transaction is open while the password is hashed, since that takes long.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class Credentials {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private Attempts attempts;
  @Inject private AccountSettings settings;
  @Inject private Clock clock;

  protected Credentials() {}

  Credentials(EntityManager entities, Attempts attempts, AccountSettings settings, Clock clock) {
    this.entities = entities;
    this.attempts = attempts;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Checks what somebody typed to log in.
   *
   * @param nameOrNumber an account's name, or its number in any spelling
   * @param address from which it came
   * @return a problem without field, since it must not say which of the two is wrong
   */
  public CredentialsResult check(String nameOrNumber, String password, String address) {
    Optional<AccountName> name = AccountName.parse(nameOrNumber);
    Optional<PhoneNumber> number = PhoneNumber.parse(nameOrNumber, settings.region());
    String from = RemoteAddress.subject(address);
    String typed = typed(nameOrNumber, name, number);

    List<Attempts.Verdict> admitted = new ArrayList<>();
    Optional<Duration> waiting = admit(settings.loginsFromAddress(), from, admitted);
    waiting = waiting.isPresent() ? waiting : admit(settings.loginsForAccount(), typed, admitted);
    waiting =
        waiting.isPresent() ? waiting : admit(settings.logins(), typed + " " + from, admitted);
    if (waiting.isPresent()) {
      // One lock-out must not feed the others.
      admitted.forEach(attempts::takeBack);
      return refused(Problem.at("", Message.LOGIN_LOCKED, Attempts.minutes(waiting.get())));
    }

    Optional<Account> account = Accounts.byRegistration(entities, name, number);
    PasswordHash hash = account.map(Account::password).orElse(PasswordHash.NOBODY);
    boolean tooLong = password.length() > AccountSettings.LONGEST_PASSWORD;
    boolean matches = hash.matches(tooLong ? "" : password) && !tooLong;
    if (!matches || account.isEmpty() || !account.get().mayLogIn(clock.instant())) {
      return refused(Problem.at("", Message.LOGIN_REFUSED));
    }
    admitted.forEach(attempts::takeBack);
    attempts.forgive(settings.logins(), typed + " " + from);
    return new CredentialsResult.Accepted(account.get().profile());
  }

  private Optional<Duration> admit(Limit limit, String subject, List<Attempts.Verdict> admitted) {
    Attempts.Verdict verdict = attempts.admit(limit, subject);
    if (verdict.waiting().isEmpty()) {
      admitted.add(verdict);
    }
    return verdict.waiting();
  }

  private static String typed(
      String nameOrNumber, Optional<AccountName> name, Optional<PhoneNumber> number) {
    String text =
        name.map(AccountName::key)
            .or(() -> number.map(PhoneNumber::e164))
            .orElseGet(() -> nameOrNumber.strip().toLowerCase(Locale.ROOT));
    return text.substring(0, Math.min(text.length(), 100));
  }

  private static CredentialsResult refused(Problem problem) {
    return new CredentialsResult.Refused(problem);
  }
}
