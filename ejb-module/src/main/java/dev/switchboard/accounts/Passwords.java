package dev.switchboard.accounts;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.RetryOnConflict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Changes passwords for their owners. */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class Passwords {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private AccountSettings settings;
  @Inject private PasswordGuard guard;
  @Inject private Event<PasswordChanged> changed;

  protected Passwords() {}

  Passwords(
      EntityManager entities,
      AccountSettings settings,
      PasswordGuard guard,
      Event<PasswordChanged> changed) {
    this.entities = entities;
    this.settings = settings;
    this.guard = guard;
    this.changed = changed;
  }

  /**
   * Changes the password; all other logins of the account end. It is how a temporary password is
   * replaced, too.
   *
   * @param token of the login from which it is changed, which stays
   * @return why not, at field {@code current} or {@code next}
   */
  public Optional<Problem> change(AccountId id, String current, String next, String token) {
    Account account = Accounts.load(entities, id);
    Optional<Problem> refused = guard.check("current", id, account.password(), current);
    if (refused.isPresent()) {
      return refused;
    }
    if (current.equals(next)) {
      return Optional.of(Problem.at("next", Message.PASSWORD_SAME));
    }
    Optional<Problem> weak =
        PasswordRules.check(
            "next", next, settings.passwordLength(), account.name(), account.number().e164());
    if (weak.isPresent()) {
      return weak;
    }
    account.changePassword(PasswordHash.of(next));
    changed.fire(new PasswordChanged(id, token));
    return Optional.empty();
  }
}
