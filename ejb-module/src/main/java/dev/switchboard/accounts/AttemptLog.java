package dev.switchboard.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The stored attempts. Each method has a transaction of its own, so that an attempt stays counted
 * when what it tried is rolled back.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
public class AttemptLog {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  protected AttemptLog() {}

  AttemptLog(EntityManager entities) {
    this.entities = entities;
  }

  /** Stores an attempt, and returns its id. */
  public String add(String kind, String subject, Instant now) {
    Attempt attempt = new Attempt(kind, subject, now);
    entities.persist(attempt);
    return attempt.id();
  }

  /** When the latest attempts since an instant were made, oldest first, at most {@code most}. */
  public List<Instant> latest(String kind, String subject, Instant since, int most) {
    List<Instant> times =
        new ArrayList<>(
            entities
                .createQuery(
                    "select a.madeAt from Attempt a where a.kind = :kind and a.subject = :subject"
                        + " and a.madeAt > :since order by a.madeAt desc",
                    Instant.class)
                .setParameter("kind", kind)
                .setParameter("subject", subject)
                .setParameter("since", since)
                .setMaxResults(most)
                .getResultList());
    Collections.reverse(times);
    return times;
  }

  /** Takes one attempt back. */
  public void remove(String id) {
    entities
        .createQuery("delete from Attempt a where a.id = :id")
        .setParameter("id", id)
        .executeUpdate();
  }

  /** Takes all attempts of a subject back. */
  public void removeAll(String kind, String subject) {
    entities
        .createQuery("delete from Attempt a where a.kind = :kind and a.subject = :subject")
        .setParameter("kind", kind)
        .setParameter("subject", subject)
        .executeUpdate();
  }

  /** Forgets what is too old to count for any limit. */
  public void removeBefore(Instant instant) {
    entities
        .createQuery("delete from Attempt a where a.madeAt < :instant")
        .setParameter("instant", instant)
        .executeUpdate();
  }
}
