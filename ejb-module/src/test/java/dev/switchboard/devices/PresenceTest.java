package dev.switchboard.devices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceTest {
  @ParameterizedTest
  @CsvSource({
    "true, IDLE, false, online, true",
    "true, RINGING, true, ringing, true",
    "true, IN_CALL, false, in-call, true",
    "false, IDLE, false, offline, false",
    "false, IN_CALL, false, offline, false",
    "false, IDLE, true, wakeable, true",
    "false, RINGING, true, wakeable, true",
  })
  void followsConnectionFirstThenCalls(
      boolean connected, Activity activity, boolean wakeable, String code, boolean reachable) {
    Presence presence = Presence.of(connected, activity, wakeable);
    assertThat(presence.code()).isEqualTo(code);
    assertThat(presence.isReachable()).isEqualTo(reachable);
  }
}
