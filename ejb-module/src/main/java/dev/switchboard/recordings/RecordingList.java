package dev.switchboard.recordings;

import dev.switchboard.RetryOnConflict;
import dev.switchboard.accounts.AccountId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The recordings that are, or will be, and that an account may watch, page by page (S4.6): those
 * that it asked for, or consented to.
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class RecordingList {
  private static final String VISIBLE =
      """
      from Recording r where r.startedAt is not null and r.state not in :hidden
      and exists (select own from RecordingParty own
        where own.recording = r and own.account = :account and own.consent = :consented)
      """;

  private static final String IN_STATE = " and r.state = :state";

  private static final String WITH_PERSON =
      """
       and exists (select other from RecordingParty other where other.recording = r
        and (other.account is null or other.account <> :account)
        and lower(other.accountName) like :person escape '!')
      """;

  @PersistenceContext(unitName = "switchboard")
  private EntityManager em;

  protected RecordingList() {}

  RecordingList(EntityManager em) {
    this.em = em;
  }

  /** What comes first. */
  public enum Order {
    LATEST("r.startedAt desc"),
    EARLIEST("r.startedAt"),
    LONGEST("r.lengthMillis desc"),
    LARGEST("r.bytes desc");

    private final String words;

    Order(String words) {
      this.words = words;
    }
  }

  /**
   * Which of them.
   *
   * @param person a part of the name of somebody else who took part; empty for anybody
   */
  public record Selection(String person, Optional<RecordingState> state) {
    String filter() {
      return (state.isPresent() ? IN_STATE : "") + (person.isBlank() ? "" : WITH_PERSON);
    }

    <T> TypedQuery<T> fill(TypedQuery<T> query) {
      state.ifPresent(wanted -> query.setParameter("state", wanted));
      if (!person.isBlank()) {
        String part = person.strip().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0");
        query.setParameter("person", "%" + part + "%");
      }
      return query;
    }
  }

  /**
   * A page of the list.
   *
   * @param first how many entries to skip, 0 or more
   * @param most how many to give at most, 1 or more
   */
  public List<RecordingEntry> page(
      AccountId account, Selection selection, Order order, int first, int most) {
    String words = "select r " + VISIBLE + selection.filter() + " order by " + order.words;
    return query(words + ", r.id", Recording.class, account, selection)
        .setFirstResult(first)
        .setMaxResults(most)
        .getResultStream()
        .map(recording -> RecordingEntry.of(recording, account))
        .toList();
  }

  /** The number of entries. */
  public long count(AccountId account, Selection selection) {
    String words = "select count(r) " + VISIBLE + selection.filter();
    return query(words, Long.class, account, selection).getSingleResult();
  }

  /** Whether one of them, whichever the selection, will come to another state by itself. */
  public boolean isMoving(AccountId account) {
    String words = "select count(r) " + VISIBLE + " and r.state in :moving";
    return query(words, Long.class, account, new Selection("", Optional.empty()))
            .setParameter("moving", List.of(RecordingState.RECORDING, RecordingState.FINISHING))
            .getSingleResult()
        > 0;
  }

  private <T> TypedQuery<T> query(
      String words, Class<T> type, AccountId account, Selection selection) {
    return selection.fill(
        em.createQuery(words, type)
            .setParameter("account", account.value())
            .setParameter("consented", Consent.CONSENTED)
            .setParameter("hidden", List.of(RecordingState.REFUSED, RecordingState.DELETED)));
  }
}
