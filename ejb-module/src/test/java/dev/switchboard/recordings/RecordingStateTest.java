package dev.switchboard.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.recordings.RecordingState.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecordingStateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      useHeadersInDisplayName = true,
      textBlock =
          """
          state     | CONSENT   | REFUSE  | END       | STORE | DISCARD | FAIL   | RECOVER   | DELETE
          REQUESTED | RECORDING | REFUSED | -         | -     | -       | -      | -         | -
          RECORDING | -         | -       | FINISHING | -     | -       | FAILED | -         | -
          FINISHING | -         | -       | -         | READY | REFUSED | FAILED | -         | -
          REFUSED   | -         | -       | -         | -     | -       | -      | -         | -
          READY     | -         | -       | -         | -     | -       | -      | -         | DELETED
          FAILED    | -         | -       | -         | -     | -       | -      | FINISHING | DELETED
          DELETED   | -         | -       | -         | -     | -       | -      | -         | -
          """)
  void aRecordingGoesForwardUnlessItsMediaWasOnlyAway(
      RecordingState state,
      RecordingState onConsent,
      RecordingState onRefuse,
      RecordingState onEnd,
      RecordingState onStore,
      RecordingState onDiscard,
      RecordingState onFail,
      RecordingState onRecover,
      RecordingState onDelete) {
    assertThat(state.after(Step.CONSENT).orElse(null)).isEqualTo(onConsent);
    assertThat(state.after(Step.REFUSE).orElse(null)).isEqualTo(onRefuse);
    assertThat(state.after(Step.END).orElse(null)).isEqualTo(onEnd);
    assertThat(state.after(Step.STORE).orElse(null)).isEqualTo(onStore);
    assertThat(state.after(Step.DISCARD).orElse(null)).isEqualTo(onDiscard);
    assertThat(state.after(Step.FAIL).orElse(null)).isEqualTo(onFail);
    assertThat(state.after(Step.RECOVER).orElse(null)).isEqualTo(onRecover);
    assertThat(state.after(Step.DELETE).orElse(null)).isEqualTo(onDelete);
  }

  @ParameterizedTest
  @EnumSource(RecordingState.class)
  void nothingHappensByItselfToWhatIsSettledAndEverythingElseCanBeSettled(RecordingState state) {
    boolean moves = false;
    for (Step step : Step.values()) {
      boolean byItself = step != Step.DELETE && step != Step.RECOVER;
      moves |= byItself && state.after(step).isPresent();
    }
    assertThat(moves).isEqualTo(!state.isSettled());
  }

  @ParameterizedTest
  @EnumSource(value = RecordingState.class, names = "DELETED", mode = EnumSource.Mode.EXCLUDE)
  void terminalsAreToldTheStateByItsName(RecordingState state) {
    assertThat(state.toWire().name()).isEqualTo(state.name());
  }
}
