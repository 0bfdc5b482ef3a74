package dev.switchboard.calls;

import dev.switchboard.accounts.AccountClosed;
import dev.switchboard.accounts.AccountId;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** What an account finds in its history: every call in which it had a part, once (S1.10). */
@ApplicationScoped
@Transactional
public class CallHistory {
  /**
   * Each party has one listed leg in a call. The other party of a caller, and of the owner of a
   * device through which another account led the call, is a called leg, and that of a called leg is
   * the caller; somebody who calls another device of their own has two entries.
   */
  private static final String LISTED =
      """
      select own, peer, c from Call c join c.legs own join c.legs peer
      where own.account = :account and own.listed = true and peer.listed = true
        and ((own.role = dev.switchboard.calls.LegRole.CALLEE
              and peer.role = dev.switchboard.calls.LegRole.CALLER)
          or (own.role <> dev.switchboard.calls.LegRole.CALLEE
              and peer.role = dev.switchboard.calls.LegRole.CALLEE))
      """;

  private static final String OWN_AND_PEER =
      LISTED + "order by c.placedAt desc, c.id, own.position";

  private static final String BY_LEG = LISTED + "and own.id = :leg";

  @PersistenceContext(unitName = "switchboard")
  private EntityManager em;

  protected CallHistory() {}

  CallHistory(EntityManager em) {
    this.em = em;
  }

  /**
   * A page of the history, the latest call first.
   *
   * @param first how many entries to skip, 0 or more
   * @param count how many to give at most, 1 or more
   */
  public List<HistoryEntry> page(AccountId account, int first, int count) {
    return em
        .createQuery(OWN_AND_PEER, Object[].class)
        .setParameter("account", account.value())
        .setFirstResult(first)
        .setMaxResults(count)
        .getResultList()
        .stream()
        .map(row -> HistoryEntry.of((Leg) row[0], (Leg) row[1], (Call) row[2]))
        .toList();
  }

  /**
   * What is kept of a call's quality at the account's own leg.
   *
   * @return empty if there is no such leg in the account's history
   */
  public Optional<LegRecord> record(AccountId account, LegId leg) {
    return em.createQuery(BY_LEG, Object[].class)
        .setParameter("leg", leg.value())
        .setParameter("account", account.value())
        .getResultStream()
        .findFirst()
        .map(row -> HistoryEntry.of((Leg) row[0], (Leg) row[1], (Call) row[2]))
        .map(entry -> record(entry, samples(leg)));
  }

  private List<QualitySample> samples(LegId leg) {
    return em.createQuery(
            "select s from QualitySample s where s.leg = :leg order by s.until",
            QualitySample.class)
        .setParameter("leg", leg.value())
        .getResultList();
  }

  private static LegRecord record(HistoryEntry entry, List<QualitySample> samples) {
    return new LegRecord(
        entry,
        direction(samples, QualitySample.Direction.DOWN),
        direction(samples, QualitySample.Direction.UP));
  }

  private static LegRecord.Direction direction(
      List<QualitySample> samples, QualitySample.Direction direction) {
    return new LegRecord.Direction(
        samples.stream()
            .filter(sample -> sample.direction() == direction)
            .map(QualitySample::toSample)
            .toList());
  }

  /** The number of entries of the whole history. */
  public long count(AccountId account) {
    return count(
        "select count(l) from Leg l where l.account = :account and l.listed = true", account);
  }

  /** The number of missed calls that the account has not seen yet. */
  public long missed(AccountId account) {
    return count(
        "select count(l) from Leg l where l.account = :account and l.listed = true and l.missed = true",
        account);
  }

  /** The account has seen its history: nothing in it is missed any more. */
  public void markSeen(AccountId account) {
    em.createQuery("select l from Leg l where l.account = :account and l.missed = true", Leg.class)
        .setParameter("account", account.value())
        .getResultList()
        .forEach(Leg::see);
  }

  /** Nothing of a deleted account stays but its name and number in the history of others. */
  void forget(AccountId account) {
    em.createQuery("update Leg l set l.account = null where l.account = :account")
        .setParameter("account", account.value())
        .executeUpdate();
  }

  /** After the account's devices have left their calls, since those are found by the account. */
  void onClosed(
      @Observes @Priority(Interceptor.Priority.APPLICATION + 1_000) AccountClosed closed) {
    if (closed.reason() == AccountClosed.Reason.DELETED) {
      forget(closed.account());
    }
  }

  private long count(String query, AccountId account) {
    return em.createQuery(query, Long.class)
        .setParameter("account", account.value())
        .getSingleResult();
  }
}
