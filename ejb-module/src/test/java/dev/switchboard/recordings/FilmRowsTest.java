package dev.switchboard.recordings;

import static dev.switchboard.recordings.RecordingsFixture.ALICE;
import static dev.switchboard.recordings.RecordingsFixture.NOW;
import static dev.switchboard.recordings.RecordingsFixture.call;
import static dev.switchboard.recordings.RecordingsFixture.requested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.RetryInterceptor;
import dev.switchboard.TestDatabase;
import dev.switchboard.signalling.RecordingMode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.RollbackException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FilmRowsTest {
  private final TestDatabase database = new TestDatabase();
  private final RecordingStore recordings = new RecordingStore(database.entities());
  private final FilmStore films = new FilmStore(database.entities());

  @AfterEach
  void close() {
    database.close();
  }

  private RecordingId asked(Instant when) {
    return database.inTransaction(
        () -> {
          Recording recording = requested(call(), RecordingMode.BOTH);
          recordings.add(recording);
          films.add(new RecordingFilm(recording.id(), ALICE, when));
          return recording.id();
        });
  }

  private RecordingFilm find(RecordingId id) {
    return films.find(id).orElseThrow();
  }

  @Test
  void findsWhatWaitsAndWhatADeadNodeLeftTheLongestAskedForFirst() {
    RecordingId later = asked(NOW.plusSeconds(5));
    RecordingId first = asked(NOW);
    Instant lost = NOW.plus(RecordingFilm.PATIENCE).plusSeconds(1);
    database.inTransaction(() -> assertThat(films.claimable(NOW)).containsExactly(first, later));
    database.inTransaction(() -> find(first).claim("node1", NOW));
    database.inTransaction(
        () -> {
          assertThat(films.claimable(NOW.plusSeconds(29))).containsExactly(later);
          assertThat(films.claimable(lost)).containsExactly(first, later);
          assertThat(films.runningOn("node1"))
              .extracting(RecordingFilm::recording)
              .containsExactly(first);
          assertThat(films.runningOn("node2")).isEmpty();
        });
    database.inTransaction(() -> find(later).cancel(NOW));
    database.inTransaction(() -> assertThat(films.claimable(NOW)).isEmpty());
  }

  @Test
  void ofTwoNodesThatClaimItInTheSameMomentOneMakesIt() {
    RecordingId id = asked(NOW);
    EntityManager one = database.otherEntities();
    EntityManager other = database.otherEntities();
    one.getTransaction().begin();
    other.getTransaction().begin();
    assertThat(one.find(RecordingFilm.class, id.value()).claim("node1", NOW)).isPresent();
    assertThat(other.find(RecordingFilm.class, id.value()).claim("node2", NOW)).isPresent();
    one.getTransaction().commit();
    assertThatThrownBy(other.getTransaction()::commit)
        .isInstanceOf(RollbackException.class)
        .matches(RetryInterceptor::isConflict);
    one.close();
    other.close();
  }

  @Test
  void goesWithItsRecording() {
    RecordingId id = asked(NOW);
    EntityManager other = database.otherEntities();
    other.getTransaction().begin();
    other.remove(other.find(Recording.class, id.value()));
    other.getTransaction().commit();
    assertThat(other.find(RecordingFilm.class, id.value())).isNull();
    other.close();
  }

  @Test
  void aDeletedAccountAskedForNothing() {
    RecordingId id = asked(NOW);
    database.inTransaction(() -> films.forget(ALICE));
    EntityManager other = database.otherEntities();
    assertThat(other.find(RecordingFilm.class, id.value()).askedBy()).isEmpty();
    other.close();
  }
}
