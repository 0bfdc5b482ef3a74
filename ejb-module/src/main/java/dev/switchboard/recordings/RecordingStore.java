package dev.switchboard.recordings;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.calls.CallId;
import dev.switchboard.devices.DeviceId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rows of recordings. */
@ApplicationScoped
@Transactional
public class RecordingStore {
  private static final List<RecordingState> OPEN =
      List.of(RecordingState.REQUESTED, RecordingState.RECORDING, RecordingState.FINISHING);

  private static final List<RecordingState> RUNNING =
      List.of(RecordingState.REQUESTED, RecordingState.RECORDING);

  @PersistenceContext(unitName = "switchboard")
  private EntityManager em;

  protected RecordingStore() {}

  RecordingStore(EntityManager em) {
    this.em = em;
  }

  void add(Recording recording) {
    em.persist(recording);
  }

  Optional<Recording> find(RecordingId id) {
    return Optional.ofNullable(em.find(Recording.class, id.value()));
  }

  /** The recording of a call that is asked for, or runs. */
  Optional<Recording> running(CallId call) {
    return em.createQuery(
            "select r from Recording r where r.call = :call and r.state in :running",
            Recording.class)
        .setParameter("call", call.value())
        .setParameter("running", RUNNING)
        .getResultStream()
        .findFirst();
  }

  /** What is asked for, or runs, in which the device has a part. */
  List<Recording> running(DeviceId device) {
    return em.createQuery(
            "select distinct r from Recording r join r.parties p"
                + " where coalesce(p.atDevice, p.device) = :device and r.state in :running",
            Recording.class)
        .setParameter("device", device.value())
        .setParameter("running", RUNNING)
        .getResultList();
  }

  /** What the device asked for, and has not been shown that it is ready. */
  List<Recording> unseen(DeviceId requester) {
    return em.createQuery(
            "select distinct r from Recording r join r.parties p"
                + " where coalesce(p.atDevice, p.device) = :device and p.requester = true and r.seen = false and r.state = :ready"
                + " order by r.readyAt",
            Recording.class)
        .setParameter("device", requester.value())
        .setParameter("ready", RecordingState.READY)
        .getResultList();
  }

  /** What the account asked for, and has not been shown that it is ready. */
  List<Recording> unseen(AccountId requester) {
    return em.createQuery(
            "select distinct r from Recording r join r.parties p where p.account = :account"
                + " and p.requester = true and r.seen = false and r.state = :ready",
            Recording.class)
        .setParameter("account", requester.value())
        .setParameter("ready", RecordingState.READY)
        .getResultList();
  }

  /** What the account asked for, and is kept. */
  List<Recording> ownedBy(AccountId requester) {
    return em.createQuery(
            "select distinct r from Recording r join r.parties p where p.account = :account"
                + " and p.requester = true and r.state in :kept",
            Recording.class)
        .setParameter("account", requester.value())
        .setParameter("kept", List.of(RecordingState.READY, RecordingState.FAILED))
        .getResultList();
  }

  /** Bytes of all recordings that the account asked for. */
  long bytesOf(AccountId requester) {
    Long sum =
        em.createQuery(
                "select sum(r.bytes) from Recording r join r.parties p"
                    + " where p.account = :account and p.requester = true",
                Long.class)
            .setParameter("account", requester.value())
            .getSingleResult();
    return sum == null ? 0 : sum;
  }

  /** The requests whose time was over before then. */
  List<RecordingId> lapsed(Instant before) {
    return ids(
        em.createQuery(
                "select r.id from Recording r where r.state = :requested and r.deadline < :before",
                String.class)
            .setParameter("requested", RecordingState.REQUESTED)
            .setParameter("before", before)
            .getResultList());
  }

  /** What has been kept for as long as it was to be. */
  List<RecordingId> expired(Instant now) {
    return ids(
        em.createQuery(
                "select r.id from Recording r where r.state = :ready and r.expiresAt <= :now",
                String.class)
            .setParameter("ready", RecordingState.READY)
            .setParameter("now", now)
            .getResultList());
  }

  /** All that there are, deleted ones, too. */
  Set<RecordingId> all() {
    return Set.copyOf(
        ids(em.createQuery("select r.id from Recording r", String.class).getResultList()));
  }

  /** What this node has to finish or to erase now, the longest due first. */
  List<RecordingId> toFinish(String node, Instant now) {
    return ids(
        em.createQuery(
                "select r.id from Recording r where r.state in :moving and r.node = :node"
                    + " and r.deadline <= :now order by r.deadline",
                String.class)
            .setParameter("moving", List.of(RecordingState.FINISHING, RecordingState.DELETED))
            .setParameter("node", node)
            .setParameter("now", now)
            .getResultList());
  }

  /** The recordings of a node that are not settled. */
  List<RecordingId> openOn(String node) {
    return ids(
        em.createQuery(
                "select r.id from Recording r where r.node = :node and r.state in :open",
                String.class)
            .setParameter("node", node)
            .setParameter("open", OPEN)
            .getResultList());
  }

  /** Nothing of a deleted account stays but its name and number in what others recorded. */
  void forget(AccountId account) {
    em.createQuery("update RecordingParty p set p.account = null where p.account = :account")
        .setParameter("account", account.value())
        .executeUpdate();
  }

  /** Writes what has changed, so that a conflict shows here and not at the commit. */
  void flush() {
    em.flush();
  }

  private static List<RecordingId> ids(List<String> values) {
    return values.stream().map(RecordingId::new).toList();
  }
}
