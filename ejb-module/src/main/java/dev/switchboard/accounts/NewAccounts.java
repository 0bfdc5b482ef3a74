package dev.switchboard.accounts;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stores new accounts; what may be stored is for {@link Registration} to say. */
@ApplicationScoped
@Transactional
public class NewAccounts {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private Clock clock;

  protected NewAccounts() {}

  NewAccounts(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /**
   * Stores an account.
   *
   * @param token a set-up token, which makes an administrator and is used up; or empty
   * @return empty if the token is none, or was used in the meantime
   * @throws PersistenceException if the name or the number was taken in the meantime
   */
  Optional<Profile> store(
      AccountName name, PhoneNumber number, PasswordHash password, String token, String language) {
    if (!token.isEmpty() && !useSetUpToken(token)) {
      return Optional.empty();
    }
    Account account =
        new Account(
            name,
            number,
            password,
            token.isEmpty() ? Role.USER : Role.ADMIN,
            language,
            clock.instant());
    entities.persist(account);
    // Now rather than at the commit, so that a taken name is told from other reasons to fail.
    entities.flush();
    return Optional.of(account.profile());
  }

  /** Which of the two other accounts have. */
  List<Problem> taken(Optional<AccountName> name, Optional<PhoneNumber> number) {
    List<Problem> problems = new ArrayList<>();
    if (name.isPresent() && Accounts.byRegistration(entities, name, Optional.empty()).isPresent()) {
      problems.add(Problem.at("name", Message.NAME_TAKEN));
    }
    if (number.isPresent()
        && Accounts.byRegistration(entities, Optional.empty(), number).isPresent()) {
      problems.add(Problem.at("number", Message.NUMBER_TAKEN));
    }
    return problems;
  }

  /** Whether a set-up token is valid now. */
  boolean isSetUpToken(String token) {
    return entities.find(SetUpToken.class, Secrets.hash(token)) != null;
  }

  /** Deletes the token, and the others with it: they are for the first administrator only. */
  private boolean useSetUpToken(String token) {
    int deleted =
        entities
            .createQuery("delete from SetUpToken t where t.hash = :hash")
            .setParameter("hash", Secrets.hash(token))
            .executeUpdate();
    if (deleted == 1) {
      entities.createQuery("delete from SetUpToken t").executeUpdate();
    }
    return deleted == 1;
  }
}
