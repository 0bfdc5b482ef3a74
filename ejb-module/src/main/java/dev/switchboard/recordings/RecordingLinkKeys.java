package dev.switchboard.recordings;

import dev.switchboard.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Where the key of links is. Each method is a transaction of its own. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
public class RecordingLinkKeys {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager em;

  protected RecordingLinkKeys() {}

  RecordingLinkKeys(EntityManager em) {
    this.em = em;
  }

  /** The key of all nodes; empty if none has made it. */
  public Optional<String> find() {
    return Optional.ofNullable(em.find(RecordingLinkKey.class, RecordingLinkKey.ONLY))
        .map(RecordingLinkKey::text);
  }

  /** Makes the key; fails if another node does in the same moment. */
  public void make() {
    em.persist(new RecordingLinkKey(Secrets.token()));
    em.flush();
  }
}
