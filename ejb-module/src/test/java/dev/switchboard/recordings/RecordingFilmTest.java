package dev.switchboard.recordings;

import static dev.switchboard.recordings.RecordingsFixture.ALICE;
import static dev.switchboard.recordings.RecordingsFixture.BOB;
import static dev.switchboard.recordings.RecordingsFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordingFilmTest {
  private static final Instant STILL_HEARD = NOW.plus(RecordingFilm.PATIENCE);
  private static final Instant LOST = STILL_HEARD.plusMillis(1);

  private final RecordingFilm film = new RecordingFilm(RecordingId.random(), ALICE, NOW);

  @Test
  void oneNodeMakesItAndSaysHowFarItIs() {
    assertThat(film.claim("node1", NOW)).hasValue(1);
    assertThat(film.node()).hasValue("node1");
    assertThat(film.claim("node2", STILL_HEARD)).as("node1 is alive").isEmpty();
    assertThat(film.beat(1, 40, NOW.plusSeconds(1))).isTrue();
    assertThat(film.percent()).isEqualTo(40);
    assertThat(film.stored(1, NOW.plusSeconds(9))).isTrue();
    assertThat(film.state()).isEqualTo(FilmState.READY);
    assertThat(film.percent()).isEqualTo(100);
    assertThat(film.node()).isEmpty();
    assertThat(film.endedAt()).hasValue(NOW.plusSeconds(9));
  }

  @Test
  void aNodeThatIsNotHeardOfLosesItToTheNext() {
    film.claim("node1", NOW);
    assertThat(film.claim("node2", LOST)).hasValue(2);
    assertThat(film.beat(1, 90, LOST)).as("node1 woke up").isFalse();
    assertThat(film.stored(1, LOST)).isFalse();
    film.fail(1, FilmFault.ENCODER_FAILED, LOST);
    assertThat(film.state()).isEqualTo(FilmState.RUNNING);
    assertThat(film.node()).hasValue("node2");
    assertThat(film.percent()).isZero();
  }

  @Test
  void aNodeThatBeginsAnewGivesItBackAtOnce() {
    film.claim("node1", NOW);
    film.release();
    assertThat(film.state()).isEqualTo(FilmState.QUEUED);
    assertThat(film.claim("node2", NOW)).hasValue(2);
  }

  @Test
  void whatBroughtSeveralNodesDownIsGivenUp() {
    for (int claim = 1; claim <= RecordingFilm.MOST_CLAIMS; claim++) {
      assertThat(film.claim("node1", NOW)).hasValue(claim);
      film.release();
    }
    assertThat(film.claim("node1", NOW)).isEmpty();
    assertThat(film.state()).isEqualTo(FilmState.FAILED);
    assertThat(film.fault()).hasValue(FilmFault.GIVEN_UP);
    assertThat(film.ask(BOB, NOW)).isTrue();
    assertThat(film.claim("node1", NOW)).as("somebody wants it all the same").hasValue(1);
  }

  @Test
  void whoMakesItLearnsThatNobodyWantsItAnyMore() {
    film.claim("node1", NOW);
    assertThat(film.cancel(NOW)).isTrue();
    assertThat(film.beat(1, 50, NOW)).isFalse();
    assertThat(film.stored(1, NOW)).isFalse();
    assertThat(film.state()).isEqualTo(FilmState.CANCELLED);
    assertThat(film.cancel(NOW)).isFalse();
  }

  @Test
  void whatWasCancelledBeforeItBeganIsNotMade() {
    film.cancel(NOW);
    assertThat(film.claim("node1", NOW)).isEmpty();
  }

  @Test
  void whatFailedCanBeAskedForAgainAndWhatIsThereCanNot() {
    film.claim("node1", NOW);
    assertThat(film.ask(BOB, NOW)).as("it is under way").isFalse();
    film.fail(1, FilmFault.STORAGE_AWAY, NOW);
    assertThat(film.fault()).hasValue(FilmFault.STORAGE_AWAY);
    assertThat(film.ask(BOB, NOW.plusSeconds(60))).isTrue();
    assertThat(film.fault()).isEmpty();
    assertThat(film.askedBy()).hasValue(BOB);
    film.claim("node1", NOW);
    film.stored(1, NOW);
    assertThat(film.ask(ALICE, NOW)).isFalse();
  }
}
