package dev.switchboard.recordings;

import dev.switchboard.accounts.AccountClosed;
import dev.switchboard.accounts.AccountId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of films. */
@ApplicationScoped
@Transactional
public class FilmStore {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager em;

  protected FilmStore() {}

  FilmStore(EntityManager em) {
    this.em = em;
  }

  void add(RecordingFilm film) {
    em.persist(film);
  }

  Optional<RecordingFilm> find(RecordingId recording) {
    return Optional.ofNullable(em.find(RecordingFilm.class, recording.value()));
  }

  /** What a node may claim now, the longest asked for first. */
  List<RecordingId> claimable(Instant now) {
    return em.createQuery(
            "select f.recording from RecordingFilm f where f.state = :queued"
                + " or (f.state = :running and f.heartbeat < :lost) order by f.askedAt",
            String.class)
        .setParameter("queued", FilmState.QUEUED)
        .setParameter("running", FilmState.RUNNING)
        .setParameter("lost", now.minus(RecordingFilm.PATIENCE))
        .getResultStream()
        .map(RecordingId::new)
        .toList();
  }

  /** What a node makes, or made when it went down. */
  List<RecordingFilm> runningOn(String node) {
    return em.createQuery(
            "select f from RecordingFilm f where f.state = :running and f.node = :node",
            RecordingFilm.class)
        .setParameter("running", FilmState.RUNNING)
        .setParameter("node", node)
        .getResultList();
  }

  void onClosed(@Observes AccountClosed closed) {
    if (closed.reason() == AccountClosed.Reason.DELETED) {
      forget(closed.account());
    }
  }

  /** A deleted account asked for nothing. */
  void forget(AccountId account) {
    em.createQuery("update RecordingFilm f set f.askedBy = null where f.askedBy = :account")
        .setParameter("account", account.value())
        .executeUpdate();
  }
}
