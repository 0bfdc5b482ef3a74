package dev.switchboard.devices.push;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.security.KeyPair;
import java.util.Optional;

/** Where the server's key pair is. Each method is a transaction of its own. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
public class ServerKeys {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  protected ServerKeys() {}

  ServerKeys(EntityManager entities) {
    this.entities = entities;
  }

  /** The pair of all nodes; empty if none has made it. */
  public Optional<KeyPair> find() {
    return Optional.ofNullable(entities.find(ServerKey.class, ServerKey.ONLY)).map(ServerKey::pair);
  }

  /** Makes the pair; fails if another node does in the same moment. */
  public void make() {
    entities.persist(new ServerKey(P256.newKeyPair()));
    entities.flush();
  }
}
