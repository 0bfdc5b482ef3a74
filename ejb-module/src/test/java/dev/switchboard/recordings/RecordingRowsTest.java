package dev.switchboard.recordings;

import static dev.switchboard.recordings.RecordingsFixture.ALICE;
import static dev.switchboard.recordings.RecordingsFixture.BOB;
import static dev.switchboard.recordings.RecordingsFixture.LAPTOP;
import static dev.switchboard.recordings.RecordingsFixture.NOW;
import static dev.switchboard.recordings.RecordingsFixture.PHONE;
import static dev.switchboard.recordings.RecordingsFixture.call;
import static dev.switchboard.recordings.RecordingsFixture.report;
import static dev.switchboard.recordings.RecordingsFixture.requested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.RetryInterceptor;
import dev.switchboard.TestDatabase;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.media.RecordingFault;
import dev.switchboard.recordings.RecordingList.Order;
import dev.switchboard.recordings.RecordingList.Selection;
import dev.switchboard.signalling.RecordingMode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.RollbackException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordingRowsTest {
  private final TestDatabase database = new TestDatabase();
  private final RecordingStore store = new RecordingStore(database.entities());
  private final RecordingList list = new RecordingList(database.entities());

  @AfterEach
  void close() {
    database.close();
  }

  private List<RecordingId> page(AccountId account, String person, @Nullable RecordingState state) {
    Selection selection = new Selection(person, Optional.ofNullable(state));
    List<RecordingEntry> page = list.page(account, selection, Order.LATEST, 0, 10);
    assertThat(list.count(account, selection)).isEqualTo(page.size());
    return page.stream().map(RecordingEntry::id).toList();
  }

  private RecordingId add() {
    return database.inTransaction(
        () -> {
          Recording recording = requested(call(), RecordingMode.BOTH);
          store.add(recording);
          return recording.id();
        });
  }

  /** One whose files are in the storage, and still pictures of these tracks. */
  private RecordingId ready(String... stills) {
    Map<String, RecordingStorage.Stored> stored = new HashMap<>();
    stored.put("caller-1.webm", new RecordingStorage.Stored(7, "f".repeat(64)));
    for (String track : stills) {
      stored.put(track + ".jpg", new RecordingStorage.Stored(5, "e".repeat(64)));
    }
    RecordingId id = add();
    change(id, recording -> recording.consent(PHONE, NOW.plusSeconds(1)));
    change(id, recording -> recording.stop(PHONE, NOW.plusSeconds(60)));
    change(
        id,
        recording ->
            recording.completed(
                report(RecordingFault.NONE, "caller", "callee"), NOW.plusSeconds(61)));
    change(id, recording -> recording.stored("file:///recordings", stored, NOW.plusSeconds(62)));
    return id;
  }

  private void change(RecordingId id, Consumer<Recording> verb) {
    database.inTransaction(() -> verb.accept(store.find(id).orElseThrow()));
  }

  private Recording find(RecordingId id) {
    return database.inTransaction(() -> store.find(id).orElseThrow());
  }

  @Test
  void aRecordingComesBackAsItWas() {
    Recording recording = find(ready());
    assertThat(recording.state()).isEqualTo(RecordingState.READY);
    assertThat(recording.mode()).isEqualTo(RecordingMode.BOTH);
    assertThat(recording.startedAt()).hasValue(NOW.plusSeconds(1));
    assertThat(recording.endedBy()).hasValue(recording.party(PHONE));
    assertThat(recording.files())
        .extracting(RecordingFile::name)
        .containsExactly("callee-1.webm", "caller-1.webm", "manifest.json");
    assertThat(recording.files().get(1).checkSum()).hasValue("f".repeat(64));
    assertThat(recording.party(PHONE).party().name()).isEqualTo("bob");
    assertThat(recording.takeChanges()).isEmpty();
  }

  @Test
  void ofTwoAnswersInTheSameMomentOneIsStored() {
    RecordingId id = add();
    EntityManager one = database.otherEntities();
    EntityManager other = database.otherEntities();
    one.getTransaction().begin();
    other.getTransaction().begin();
    one.find(Recording.class, id.value()).consent(PHONE, NOW);
    other.find(Recording.class, id.value()).lapse(NOW.plusSeconds(20));
    one.getTransaction().commit();
    assertThatThrownBy(other.getTransaction()::commit)
        .isInstanceOf(RollbackException.class)
        .matches(RetryInterceptor::isConflict);
    assertThat(find(id).state()).isEqualTo(RecordingState.RECORDING);
    one.close();
    other.close();
  }

  @Test
  void findsWhatRunsOfACallAndOfADevice() {
    RecordingId id = add();
    Recording recording = find(id);
    database.inTransaction(
        () -> {
          assertThat(store.running(recording.call())).isPresent();
          assertThat(store.running(PHONE)).hasSize(1);
          assertThat(store.openOn("node1")).containsExactly(id);
          assertThat(store.openOn("node2")).isEmpty();
        });
    change(id, row -> row.decline(PHONE, NOW));
    database.inTransaction(
        () -> {
          assertThat(store.running(recording.call())).isEmpty();
          assertThat(store.running(PHONE)).isEmpty();
          assertThat(store.openOn("node1")).isEmpty();
        });
  }

  @Test
  void findsWhatIsOverdueAndWhatIsToBeFinishedHere() {
    RecordingId asked = add();
    RecordingId ended = add();
    change(ended, recording -> recording.consent(PHONE, NOW));
    change(ended, recording -> recording.stop(PHONE, NOW));
    database.inTransaction(
        () -> {
          assertThat(store.lapsed(NOW.plusSeconds(20))).isEmpty();
          assertThat(store.lapsed(NOW.plusSeconds(21))).containsExactly(asked);
          assertThat(store.toFinish("node1", NOW.plusSeconds(29))).isEmpty();
          assertThat(store.toFinish("node1", NOW.plusSeconds(30))).containsExactly(ended);
          assertThat(store.toFinish("node2", NOW.plusSeconds(30))).isEmpty();
        });
  }

  @Test
  void theListOfAnAccountHasWhatItMaySee() {
    RecordingId id = ready();
    add();
    database.inTransaction(
        () -> {
          assertThat(page(ALICE, "", null)).containsExactly(id);
          assertThat(list.isMoving(ALICE)).isFalse();
          assertThat(page(BOB, "", null)).hasSize(1);
          assertThat(page(new AccountId("carol"), "", null)).isEmpty();
          assertThat(store.bytesOf(ALICE)).isEqualTo(1_007);
          assertThat(store.bytesOf(BOB)).isZero();
        });
  }

  @Test
  void theListIsSearchedByPersonAndState() {
    RecordingId ready = ready();
    RecordingId running = add();
    change(running, recording -> recording.consent(PHONE, NOW.plusSeconds(10)));
    database.inTransaction(
        () -> {
          assertThat(page(ALICE, "", null)).containsExactly(running, ready);
          assertThat(page(ALICE, " BO", null)).hasSize(2);
          assertThat(page(ALICE, "alice", null)).as("only others are looked for").isEmpty();
          assertThat(page(ALICE, "%", null)).isEmpty();
          assertThat(page(ALICE, "bob", RecordingState.READY)).containsExactly(ready);
          assertThat(page(ALICE, "", RecordingState.RECORDING)).containsExactly(running);
          assertThat(list.isMoving(ALICE)).isTrue();
        });
  }

  @Test
  void theListIsGivenPageByPageInTheWantedOrder() {
    RecordingId first = ready();
    RecordingId second = add();
    change(second, recording -> recording.consent(PHONE, NOW.plusSeconds(10)));
    Selection all = new Selection("", Optional.empty());
    database.inTransaction(
        () -> {
          assertThat(list.page(ALICE, all, Order.LATEST, 1, 1))
              .extracting(RecordingEntry::id)
              .containsExactly(first);
          assertThat(list.page(ALICE, all, Order.EARLIEST, 0, 1))
              .extracting(RecordingEntry::id)
              .containsExactly(first);
          assertThat(list.page(ALICE, all, Order.LONGEST, 0, 1))
              .extracting(RecordingEntry::id)
              .containsExactly(first);
          assertThat(list.page(ALICE, all, Order.LARGEST, 0, 1))
              .extracting(RecordingEntry::id)
              .containsExactly(first);
        });
  }

  @Test
  void stillPicturesAndTheFilmAreAmongTheFiles() {
    RecordingId id = ready("caller");
    change(id, recording -> recording.filmed(new RecordingStorage.Stored(100, "a".repeat(64))));
    change(id, recording -> recording.filmed(new RecordingStorage.Stored(50, "b".repeat(64))));
    Recording recording = find(id);
    assertThat(recording.files())
        .extracting(RecordingFile::name)
        .containsExactly(
            "callee-1.webm", "caller.jpg", "caller-1.webm", "manifest.json", "film.mp4");
    assertThat(recording.tracks().get("caller")).hasSize(1);
    assertThat(recording.bytes()).isEqualTo(1_007 + 5 + 50);
    RecordingDetail detail = RecordingDetail.of(recording, ALICE);
    assertThat(detail.tracks())
        .extracting(RecordingDetail.Track::who)
        .containsExactly("alice", "bob");
    assertThat(detail.film()).hasValueSatisfying(film -> assertThat(film.bytes()).isEqualTo(50));
    assertThat(detail.entry().stills()).containsExactly("caller.jpg");
  }

  @Test
  void whoAskedIsToldUntilItHasSeenThatItIsReady() {
    RecordingId id = ready();
    database.inTransaction(
        () -> {
          assertThat(store.unseen(LAPTOP)).hasSize(1);
          assertThat(store.unseen(PHONE)).isEmpty();
        });
    change(id, Recording::see);
    database.inTransaction(() -> assertThat(store.unseen(LAPTOP)).isEmpty());
  }

  @Test
  void nothingIsLeftOfWhatWasThrownAwayButTheConsents() {
    RecordingId id = add();
    change(id, recording -> recording.consent(PHONE, NOW));
    change(id, recording -> recording.decline(PHONE, NOW));
    change(id, recording -> recording.completed(report(RecordingFault.NONE, "caller"), NOW));
    change(id, recording -> recording.discarded(NOW));
    Recording recording = find(id);
    assertThat(recording.state()).isEqualTo(RecordingState.REFUSED);
    assertThat(recording.files()).isEmpty();
    assertThat(recording.party(PHONE).consent()).isEqualTo(Consent.WITHDRAWN);
    assertThat(recording.party(PHONE).answeredAt()).hasValue(NOW);
  }

  @Test
  void aDeletedAccountLeavesItsNameInWhatOthersRecorded() {
    RecordingId id = ready();
    database.inTransaction(() -> store.forget(BOB));
    assertThat(find(id).party(PHONE).account()).isEmpty();
    assertThat(find(id).party(PHONE).party().name()).isEqualTo("bob");
    assertThat(find(id).mayBeSeenBy(BOB)).isFalse();
  }

  @Test
  void whatIsDeletedIsSeenByNobodyAndKeepsItsConsents() {
    RecordingId id = ready();
    change(id, recording -> recording.delete(NOW.plusSeconds(100)));
    database.inTransaction(
        () -> {
          assertThat(page(ALICE, "", null)).isEmpty();
          assertThat(store.bytesOf(ALICE)).as("the quota").isZero();
          assertThat(store.toFinish("node1", NOW.plusSeconds(100))).containsExactly(id);
          assertThat(store.all()).containsExactly(id);
        });
    assertThat(find(id).files()).isEmpty();
    assertThat(find(id).location()).as("still to be erased").isPresent();
    assertThat(find(id).party(PHONE).consent()).isEqualTo(Consent.CONSENTED);
    assertThat(find(id).deletedAt()).hasValue(NOW.plusSeconds(100));

    change(id, Recording::erased);
    assertThat(find(id).location()).isEmpty();
    database.inTransaction(
        () -> assertThat(store.toFinish("node1", NOW.plusSeconds(1_000))).isEmpty());
  }

  @Test
  void whatHasBeenKeptLongEnoughIsFound() {
    RecordingId id = ready();
    RecordingId forEver = ready();
    change(id, recording -> recording.keepFor(Duration.ofDays(1)));
    Instant end = NOW.plusSeconds(60).plus(Duration.ofDays(1));
    database.inTransaction(
        () -> {
          assertThat(store.expired(end.minusSeconds(1))).isEmpty();
          assertThat(store.expired(end)).containsExactly(id);
        });
    change(id, recording -> recording.expire(end.minusSeconds(1)));
    assertThat(find(id).state()).isEqualTo(RecordingState.READY);
    change(id, recording -> recording.expire(end));
    change(forEver, recording -> recording.expire(end));
    assertThat(find(id).state()).isEqualTo(RecordingState.DELETED);
    assertThat(find(forEver).state()).isEqualTo(RecordingState.READY);
  }

  @Test
  void findsWhatAnAccountOwns() {
    RecordingId id = ready();
    add();
    database.inTransaction(
        () -> {
          assertThat(store.ownedBy(ALICE)).extracting(Recording::id).containsExactly(id);
          assertThat(store.ownedBy(BOB)).isEmpty();
        });
  }

  @Test
  void ofTwoNodesThatMakeTheKeyOfLinksOneDoes() {
    RecordingLinkKeys keys = new RecordingLinkKeys(database.entities());
    assertThat(keys.find()).isEmpty();
    database.inTransaction(keys::make);
    String key = keys.find().orElseThrow();
    assertThatThrownBy(() -> database.inTransaction(keys::make)).isNotNull();
    assertThat(keys.find()).hasValue(key);
  }
}
