package dev.switchboard.calls;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.devices.DeviceId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of calls. */
@ApplicationScoped
@Transactional
public class CallStore {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager em;

  protected CallStore() {}

  CallStore(EntityManager em) {
    this.em = em;
  }

  void add(Call call) {
    em.persist(call);
  }

  Optional<Call> find(CallId id) {
    return Optional.ofNullable(em.find(Call.class, id.value()));
  }

  /** The call, if it is there and not over. */
  Optional<Call> findLive(CallId id) {
    return find(id).filter(call -> call.state() != CallState.ENDED);
  }

  /** The calls in which the device has a part that is not over. */
  List<Call> live(DeviceId device) {
    return em.createQuery(
            "select distinct c from Call c join c.legs l"
                + " where l.device = :device and l.state <> :ended order by c.placedAt",
            Call.class)
        .setParameter("device", device.value())
        .setParameter("ended", LegState.ENDED)
        .getResultList();
  }

  /** The connected calls in which a device of the account talks. */
  List<Call> talking(AccountId account) {
    return em.createQuery(
            "select distinct c from Call c join c.legs l where l.account = :account"
                + " and l.state = :connected and c.state = :talking order by c.placedAt",
            Call.class)
        .setParameter("account", account.value())
        .setParameter("connected", LegState.CONNECTED)
        .setParameter("talking", CallState.CONNECTED)
        .getResultList();
  }

  /** The calls with somebody that have ended since then, of which the device was a part. */
  List<Call> ended(DeviceId device, Instant since) {
    return em.createQuery(
            "select distinct c from Call c join c.legs l"
                + " where l.device = :device and c.endedAt >= :since and c.cause <> :nobody"
                + " order by c.placedAt",
            Call.class)
        .setParameter("nobody", Cause.LOOKUP_FAILED)
        .setParameter("device", device.value())
        .setParameter("since", since)
        .getResultList();
  }

  /** The calls on a node that are not over. */
  List<CallId> liveOn(String node) {
    return ids(
        em.createQuery(
                "select c.id from Call c where c.node = :node and c.state <> :ended", String.class)
            .setParameter("node", node)
            .setParameter("ended", CallState.ENDED)
            .getResultList());
  }

  /** The calls that somebody should have looked at before then. */
  List<CallId> overdue(Instant before) {
    return ids(
        em.createQuery("select c.id from Call c where c.deadline < :before", String.class)
            .setParameter("before", before)
            .getResultList());
  }

  /** Writes what has changed, so that a conflict shows here and not at the commit. */
  void flush() {
    em.flush();
  }

  private static List<CallId> ids(List<String> values) {
    return values.stream().map(CallId::new).toList();
  }
}
