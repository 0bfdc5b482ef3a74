package dev.switchboard.accounts;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.RetryOnConflict;
import dev.switchboard.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an administrator does with the accounts of others. The caller has checked that it is one;
 * who did what is logged.
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class Administration {
  private static final Logger LOG = LoggerFactory.getLogger(Administration.class);

  /** 22 random characters less a few: nobody guesses it in its hours, and it can be dictated. */
  private static final int TEMPORARY_LENGTH = 16;

  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private Clock clock;
  @Inject private AccountSettings settings;
  @Inject private Event<AccountClosed> closed;
  @Inject private Event<PasswordChanged> passwordChanged;

  protected Administration() {}

  Administration(
      EntityManager entities,
      Clock clock,
      AccountSettings settings,
      Event<AccountClosed> closed,
      Event<PasswordChanged> passwordChanged) {
    this.entities = entities;
    this.clock = clock;
    this.settings = settings;
    this.closed = closed;
    this.passwordChanged = passwordChanged;
  }

  /**
   * The accounts in the order of their names.
   *
   * @param part only those whose name or number contains this text; all if empty
   * @param first how many to leave out
   * @param most how many to return
   */
  public List<Profile> list(String part, int first, int most) {
    return entities
        .createQuery(
            "select a from Account a where a.nameKey like :part escape '!'"
                + " or a.number like :part escape '!' order by a.nameKey",
            Account.class)
        .setParameter("part", pattern(part))
        .setFirstResult(first)
        .setMaxResults(most)
        .getResultStream()
        .map(Account::profile)
        .toList();
  }

  /** How many accounts {@link #list} has for a part. */
  public int count(String part) {
    return entities
        .createQuery(
            "select count(a) from Account a where a.nameKey like :part escape '!'"
                + " or a.number like :part escape '!'",
            Long.class)
        .setParameter("part", pattern(part))
        .getSingleResult()
        .intValue();
  }

  /**
   * Gives the account a temporary password, which its owner must change, and ends its logins.
   *
   * @return the password, to be told to the owner; it can't be read again
   */
  public String resetPassword(AccountId administrator, AccountId id) {
    String temporary = Secrets.token().substring(0, TEMPORARY_LENGTH);
    Accounts.load(entities, id)
        .resetPassword(
            PasswordHash.of(temporary), clock.instant().plus(settings.temporaryPassword()));
    passwordChanged.fire(new PasswordChanged(id, null));
    log(administrator, "reset the password of", id);
    return temporary;
  }

  /** Vouches for the account's number. */
  public void confirmNumber(AccountId administrator, AccountId id) {
    Accounts.load(entities, id).confirmNumber();
    log(administrator, "confirmed the number of", id);
  }

  /**
   * Signs the account out and keeps it out: it can't be called either.
   *
   * @return why not, at field {@code account}
   */
  public Optional<Problem> disable(AccountId administrator, AccountId id) {
    Account account = Accounts.load(entities, id);
    if (Accounts.isLastAdministrator(entities, account)) {
      return Optional.of(Problem.at("account", Message.LAST_ADMINISTRATOR));
    }
    account.disable();
    closed.fire(new AccountClosed(id, AccountClosed.Reason.DISABLED));
    log(administrator, "disabled", id);
    return Optional.empty();
  }

  /**
   * Deletes the account of somebody else for good, as its owner could: its devices, logins and
   * contacts go with it, its name and number are free again. One's own is deleted on the settings
   * page, which asks for the password.
   *
   * @return why not, at field {@code account}
   */
  public Optional<Problem> delete(AccountId administrator, AccountId id) {
    Account account = Accounts.load(entities, id);
    if (administrator.equals(id)) {
      return Optional.of(Problem.at("account", Message.ACCOUNT_OWN));
    }
    if (Accounts.isLastAdministrator(entities, account)) {
      return Optional.of(Problem.at("account", Message.LAST_ADMINISTRATOR));
    }
    closed.fire(new AccountClosed(id, AccountClosed.Reason.DELETED));
    entities.remove(account);
    log(administrator, "deleted", id);
    return Optional.empty();
  }

  /** Lets a disabled account in again. */
  public void enable(AccountId administrator, AccountId id) {
    Accounts.load(entities, id).enable();
    log(administrator, "enabled", id);
  }

  /**
   * Makes the account an administrator, or an ordinary one again.
   *
   * @return why not, at field {@code account}
   */
  public Optional<Problem> setRole(AccountId administrator, AccountId id, Role role) {
    Account account = Accounts.load(entities, id);
    if (role == Role.USER && Accounts.isLastAdministrator(entities, account)) {
      return Optional.of(Problem.at("account", Message.LAST_ADMINISTRATOR));
    }
    if (role == Role.ADMIN) {
      account.makeAdministrator();
    } else {
      account.makeUser();
    }
    log(administrator, "gave the role " + role + " to", id);
    return Optional.empty();
  }

  private static String pattern(String part) {
    return "%" + part.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
  }

  private static void log(AccountId administrator, String what, AccountId id) {
    LOG.info("administrator {} {} account {}", administrator, what, id);
  }
}
