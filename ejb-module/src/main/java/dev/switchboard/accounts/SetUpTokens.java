package dev.switchboard.accounts;

import dev.switchboard.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;

/** Lets whoever starts the server make the first administrator (S1.1). */
@ApplicationScoped
@Transactional
public class SetUpTokens {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private Clock clock;

  protected SetUpTokens() {}

  SetUpTokens(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /**
   * Makes a token, to be printed: it can't be read again. To be called once at each start, after
   * the schema is there; tokens of earlier starts stay valid, since other nodes may have printed
   * them, until one is used.
   *
   * @return empty if there is an administrator
   */
  public Optional<String> issue() {
    long administrators =
        entities
            .createQuery("select count(a) from Account a where a.role = :role", Long.class)
            .setParameter("role", Role.ADMIN)
            .getSingleResult();
    if (administrators > 0) {
      return Optional.empty();
    }
    String token = Secrets.token();
    entities.persist(new SetUpToken(Secrets.hash(token), clock.instant()));
    return Optional.of(token);
  }
}
