package dev.switchboard.accounts;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.RetryOnConflict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** Finds accounts, and does for their owners what needs no administrator. */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class Accounts {
  private static final Set<String> LANGUAGES = Set.of("en", "zh");

  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private AccountSettings settings;
  @Inject private PasswordGuard guard;
  @Inject private Event<AccountClosed> closed;

  protected Accounts() {}

  Accounts(
      EntityManager entities,
      AccountSettings settings,
      PasswordGuard guard,
      Event<AccountClosed> closed) {
    this.entities = entities;
    this.settings = settings;
    this.guard = guard;
    this.closed = closed;
  }

  /** The account with that id. */
  public Optional<Profile> find(AccountId id) {
    return Optional.ofNullable(entities.find(Account.class, id.value())).map(Account::profile);
  }

  /**
   * The account with that id.
   *
   * @throws NoSuchElementException if it has been deleted
   */
  public Profile get(AccountId id) {
    return load(id).profile();
  }

  /**
   * The account that a name or a number in any spelling stands for, if it can be called now: it is
   * enabled, and its number, if it was dialled, is confirmed as far as the settings ask for it.
   */
  public Optional<Profile> resolve(String nameOrNumber) {
    Optional<AccountName> name = AccountName.parse(nameOrNumber);
    Optional<PhoneNumber> number = PhoneNumber.parse(nameOrNumber, settings.region());
    return byRegistration(entities, name, number)
        .filter(Account::isEnabled)
        .filter(account -> name.isPresent() || mayBeDialled(account))
        .map(Account::profile);
  }

  /** Says who may see the account's devices (S1.4). */
  public void setVisibility(AccountId id, Visibility visibility) {
    load(id).showDevicesTo(visibility);
  }

  /**
   * Says in which language the server speaks to the account.
   *
   * @param language {@code en} or {@code zh}
   */
  public void setLanguage(AccountId id, String language) {
    if (!LANGUAGES.contains(language)) {
      throw new IllegalArgumentException("no such language: " + language);
    }
    load(id).speak(language);
  }

  /**
   * Deletes the account for good: its devices, logins and contacts go with it, its name and number
   * are free again.
   *
   * @param password the account's, asked for once more
   * @return why not, at field {@code password}
   */
  public Optional<Problem> delete(AccountId id, String password) {
    Account account = load(id);
    Optional<Problem> refused = guard.check("password", id, account.password(), password);
    if (refused.isPresent()) {
      return refused;
    }
    if (isLastAdministrator(entities, account)) {
      return Optional.of(Problem.at("password", Message.LAST_ADMINISTRATOR));
    }
    closed.fire(new AccountClosed(id, AccountClosed.Reason.DELETED));
    entities.remove(account);
    return Optional.empty();
  }

  private boolean mayBeDialled(Account account) {
    return settings.confirmation() == NumberConfirmation.NONE || account.isNumberConfirmed();
  }

  private Account load(AccountId id) {
    return load(entities, id);
  }

  static Account load(EntityManager entities, AccountId id) {
    Account account = entities.find(Account.class, id.value());
    if (account == null) {
      throw new NoSuchElementException("no account " + id);
    }
    return account;
  }

  static Optional<Account> byRegistration(
      EntityManager entities, Optional<AccountName> name, Optional<PhoneNumber> number) {
    if (name.isEmpty() && number.isEmpty()) {
      return Optional.empty();
    }
    // A text is never both: names begin with a letter and numbers have none.
    String key = name.map(AccountName::key).orElseGet(() -> number.orElseThrow().e164());
    return entities
        .createNamedQuery("Account.byRegistration", Account.class)
        .setParameter("key", key)
        .getResultStream()
        .findFirst();
  }

  /** Locks the administrators, so that two who leave in the same moment don't both go. */
  static boolean isLastAdministrator(EntityManager entities, Account account) {
    if (account.role() != Role.ADMIN) {
      return false;
    }
    List<Account> administrators =
        entities
            .createQuery(
                "select a from Account a where a.role = :role and a.enabled = true order by a.id",
                Account.class)
            .setParameter("role", Role.ADMIN)
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultList();
    return administrators.equals(List.of(account));
  }
}
