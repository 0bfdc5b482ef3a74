package dev.switchboard.accounts;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes accounts of what people send (S1.1). To be called outside of a transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class Registration {
  @Inject private NewAccounts newAccounts;
  @Inject private Attempts attempts;
  @Inject private AccountSettings settings;

  protected Registration() {}

  Registration(NewAccounts newAccounts, Attempts attempts, AccountSettings settings) {
    this.newAccounts = newAccounts;
    this.attempts = attempts;
    this.settings = settings;
  }

  /**
   * Registers an account, or says what is wrong, at every field at once.
   *
   * @param address from which the form came, for the limit of attempts
   */
  public RegistrationResult register(RegistrationForm form, String address) {
    Optional<Duration> waiting =
        attempts.admit(settings.registrations(), RemoteAddress.subject(address)).waiting();
    if (waiting.isPresent()) {
      return refused(Problem.at("", Message.TOO_MANY_ATTEMPTS, Attempts.minutes(waiting.get())));
    }
    Optional<AccountName> name = AccountName.parse(form.name());
    Optional<PhoneNumber> number = PhoneNumber.parse(form.number(), settings.region());
    List<Problem> problems = problems(form, name, number);
    if (!problems.isEmpty() || name.isEmpty() || number.isEmpty()) {
      return new RegistrationResult.Refused(problems);
    }
    PasswordHash password = PasswordHash.of(form.password());
    try {
      return newAccounts
          .store(name.get(), number.get(), password, form.token().strip(), form.language())
          .<RegistrationResult>map(RegistrationResult.Registered::new)
          .orElseGet(() -> refused(Problem.at("token", Message.TOKEN_INVALID)));
    } catch (PersistenceException e) {
      // Somebody took the name or the number in the meantime; else it is no fault of the form.
      List<Problem> taken = newAccounts.taken(name, number);
      if (taken.isEmpty()) {
        throw e;
      }
      return new RegistrationResult.Refused(taken);
    }
  }

  private List<Problem> problems(
      RegistrationForm form, Optional<AccountName> name, Optional<PhoneNumber> number) {
    List<Problem> problems = new ArrayList<>();
    if (name.isEmpty()) {
      problems.add(
          Problem.at("name", Message.NAME_INVALID, AccountName.SHORTEST, AccountName.LONGEST));
    }
    if (number.isEmpty()) {
      problems.add(Problem.at("number", Message.NUMBER_INVALID));
    }
    problems.addAll(newAccounts.taken(name, number));
    PasswordRules.check(
            "password",
            form.password(),
            settings.passwordLength(),
            form.name(),
            number.map(PhoneNumber::e164).orElse(""))
        .ifPresent(problems::add);
    if (!form.token().isBlank() && !newAccounts.isSetUpToken(form.token().strip())) {
      problems.add(Problem.at("token", Message.TOKEN_INVALID));
    }
    return problems;
  }

  private static RegistrationResult refused(Problem problem) {
    return new RegistrationResult.Refused(List.of(problem));
  }
}
