package dev.switchboard.accounts;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Whom an account does not want to be called by (S1.4). */
@ApplicationScoped
@Transactional
public class BlockedCallers {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private Accounts accounts;

  protected BlockedCallers() {}

  BlockedCallers(EntityManager entities, Accounts accounts) {
    this.entities = entities;
    this.accounts = accounts;
  }

  /**
   * Blocks an account.
   *
   * @return why not, at field {@code caller}
   */
  public Optional<Problem> block(AccountId owner, AccountId caller) {
    if (owner.equals(caller)) {
      return Optional.of(Problem.at("caller", Message.ACCOUNT_OWN));
    }
    if (accounts.find(caller).isEmpty()) {
      return Optional.of(Problem.at("caller", Message.ACCOUNT_UNKNOWN));
    }
    if (!isBlocked(owner, caller)) {
      entities.persist(new BlockedCaller(owner, caller));
    }
    return Optional.empty();
  }

  /** Lets a blocked account call again; does nothing if it is not blocked. */
  public void unblock(AccountId owner, AccountId caller) {
    BlockedCaller blocked =
        entities.find(BlockedCaller.class, new BlockedCaller.Key(owner, caller));
    if (blocked != null) {
      entities.remove(blocked);
    }
  }

  /** Whether an account has blocked a caller. */
  public boolean isBlocked(AccountId owner, AccountId caller) {
    return entities.find(BlockedCaller.class, new BlockedCaller.Key(owner, caller)) != null;
  }

  /** Whom an account has blocked, in the order of their names. */
  public List<Profile> list(AccountId owner) {
    return entities
        .createQuery(
            "select a from BlockedCaller b, Account a where b.owner = :owner and a.id = b.caller"
                + " order by a.nameKey",
            Account.class)
        .setParameter("owner", owner.value())
        .getResultStream()
        .map(Account::profile)
        .toList();
  }

  void onClosed(@Observes AccountClosed event) {
    if (event.reason() == AccountClosed.Reason.DELETED) {
      entities
          .createQuery("delete from BlockedCaller b where b.owner = :id or b.caller = :id")
          .setParameter("id", event.account().value())
          .executeUpdate();
    }
  }
}
