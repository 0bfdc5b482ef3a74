package dev.switchboard.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.Environment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StateTablesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      useHeadersInDisplayName = true,
      textBlock =
          """
          state      | CHOOSE   | RING    | ANSWER     | CONNECT   | END
          LOOKING_UP | INVITING | -       | -          | -         | ENDED
          INVITING   | -        | RINGING | -          | -         | ENDED
          RINGING    | -        | RINGING | CONNECTING | -         | ENDED
          CONNECTING | -        | -       | -          | CONNECTED | ENDED
          CONNECTED  | -        | -       | -          | -         | ENDED
          ENDED      | -        | -       | -          | -         | -
          """)
  void aCallGoesOnlyForward(
      CallState state,
      CallState onChoose,
      CallState onRing,
      CallState onAnswer,
      CallState onConnect,
      CallState onEnd) {
    assertThat(state.after(CallState.Step.CHOOSE).orElse(null)).isEqualTo(onChoose);
    assertThat(state.after(CallState.Step.RING).orElse(null)).isEqualTo(onRing);
    assertThat(state.after(CallState.Step.ANSWER).orElse(null)).isEqualTo(onAnswer);
    assertThat(state.after(CallState.Step.CONNECT).orElse(null)).isEqualTo(onConnect);
    assertThat(state.after(CallState.Step.END).orElse(null)).isEqualTo(onEnd);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      useHeadersInDisplayName = true,
      textBlock =
          """
          state      | CONFIRM | JOIN       | CONNECT   | END
          WAITING    | -       | CONNECTING | -         | ENDED
          INVITED    | RINGING | -          | -         | ENDED
          RINGING    | -       | CONNECTING | -         | ENDED
          CONNECTING | -       | -          | CONNECTED | ENDED
          CONNECTED  | -       | -          | -         | ENDED
          ENDED      | -       | -          | -         | -
          """)
  void aLegGoesOnlyForward(
      LegState state, LegState onConfirm, LegState onJoin, LegState onConnect, LegState onEnd) {
    assertThat(state.after(LegState.Step.CONFIRM).orElse(null)).isEqualTo(onConfirm);
    assertThat(state.after(LegState.Step.JOIN).orElse(null)).isEqualTo(onJoin);
    assertThat(state.after(LegState.Step.CONNECT).orElse(null)).isEqualTo(onConnect);
    assertThat(state.after(LegState.Step.END).orElse(null)).isEqualTo(onEnd);
  }

  @ParameterizedTest
  @CsvSource({
    "LOOKUP_FAILED, 404, 1",
    "UNDELIVERABLE, 480, 20",
    "NO_ANSWER, 408, 19",
    "CONNECT_FAILED, 500, 47",
    "BUSY, 486, 17",
    "DECLINED, 603, 21",
    "CANCELLED, 487, 16",
    "ANSWERED_ELSEWHERE, 487, 26",
    "HUNG_UP, 200, 16",
    "TRANSFERRED, 200, 16",
    "CONNECTION_LOST, 503, 38",
    "DEVICE_REMOVED, 480, 20",
    "SERVER_RESTARTED, 503, 41",
  })
  void causesHaveTheCodesOfTheSpecification(Cause cause, int sip, int q850) {
    assertThat(cause.sip()).isEqualTo(sip);
    assertThat(cause.q850()).isEqualTo(q850);
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void aCallToOneDeviceEndsWithItsCause(Cause cause) {
    assertThat(Cause.ofUnanswered(List.of(cause))).isIn(cause, Cause.UNDELIVERABLE);
  }

  @Test
  void limitsComeFromTheEnvironment() {
    CallSettings settings =
        CallSettings.from(
            new Environment(Map.of("SWITCHBOARD_RING_SECONDS", "5", "SWITCHBOARD_NODE", "node7")));
    assertThat(settings.ring()).hasSeconds(5);
    assertThat(settings.choose()).hasSeconds(60);
    assertThat(settings.node()).isEqualTo("node7");
  }

  @ParameterizedTest
  @CsvSource({"SWITCHBOARD_RING_SECONDS,0", "SWITCHBOARD_LOST_SECONDS,x", "SWITCHBOARD_NODE,a b"})
  void aSettingThatMakesNoSenseIsNamed(String name, String value) {
    assertThatThrownBy(() -> CallSettings.from(new Environment(Map.of(name, value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }
}
