package dev.switchboard.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.recordings.FilmState.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilmStateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      useHeadersInDisplayName = true,
      textBlock =
          """
          state     | ASK    | CLAIM   | RELEASE | STORE | FAIL   | CANCEL
          QUEUED    | -      | RUNNING | -       | -     | FAILED | CANCELLED
          RUNNING   | -      | RUNNING | QUEUED  | READY | FAILED | CANCELLED
          READY     | -      | -       | -       | -     | -      | -
          FAILED    | QUEUED | -       | -       | -     | -      | -
          CANCELLED | QUEUED | -       | -       | -     | -      | -
          """)
  void aFilmIsMadeOnceAndTriedAgainWhenSomebodyAsks(
      FilmState state,
      FilmState onAsk,
      FilmState onClaim,
      FilmState onRelease,
      FilmState onStore,
      FilmState onFail,
      FilmState onCancel) {
    assertThat(state.after(Step.ASK).orElse(null)).isEqualTo(onAsk);
    assertThat(state.after(Step.CLAIM).orElse(null)).isEqualTo(onClaim);
    assertThat(state.after(Step.RELEASE).orElse(null)).isEqualTo(onRelease);
    assertThat(state.after(Step.STORE).orElse(null)).isEqualTo(onStore);
    assertThat(state.after(Step.FAIL).orElse(null)).isEqualTo(onFail);
    assertThat(state.after(Step.CANCEL).orElse(null)).isEqualTo(onCancel);
    assertThat(state.isUnderWay()).isEqualTo(onCancel != null);
  }
}
