package dev.switchboard.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.switchboard.Environment;
import dev.switchboard.signalling.ServerMessage.IceServer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnServersTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);

  private static TurnServers servers(String uris, String secret, String minutes) {
    Map<String, String> variables =
        Map.of(
            "SWITCHBOARD_TURN_URIS", uris,
            "SWITCHBOARD_TURN_SECRET", secret,
            "SWITCHBOARD_TURN_MINUTES", minutes);
    return TurnServers.from(new Environment(variables), CLOCK);
  }

  /** RFC 2202 section 3, case 2, and what OpenSSL computes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Jefe | what do ya want for nothing? | 7/zfauXrL6LSdBbV8YTfnCWafHk=",
        "a secret of the test | 1800003600:abc | jWc8gRGe6IXeS1WDSjuE1tTlDgk=",
      })
  void aPasswordIsTheHmacOfItsUserName(String secret, String username, String password) {
    assertThat(TurnServers.password(secret, username)).isEqualTo(password);
  }

  @Test
  void aUserNameSaysUntilWhenAndNothingElseTwice() {
    TurnServers servers =
        servers("turn:a.example:3478, turns:[2001:db8::1]?transport=tcp", "s".repeat(20), "10");
    IceServer one = servers.withNewPassword().get(0);
    IceServer other = servers.withNewPassword().get(0);
    assertThat(one.urls())
        .containsExactly("turn:a.example:3478", "turns:[2001:db8::1]?transport=tcp");
    assertThat(one.username()).matches("1800000600:[A-Za-z0-9_-]{22}");
    assertThat(one.username()).isNotEqualTo(other.username());
    assertThat(one.credential())
        .isEqualTo(TurnServers.password("s".repeat(20), String.valueOf(one.username())));
    assertThat(servers.seconds()).isEqualTo(600);
    assertThat(one.toString()).doesNotContain(String.valueOf(one.credential()));
  }

  @Test
  void thereAreNoneUntilTheyAreSet() {
    assertThat(servers("", "", "").withNewPassword()).isEqualTo(List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "turn:a.example, '', 60, SWITCHBOARD_TURN_SECRET",
    "'', 01234567890123456789, 60, SWITCHBOARD_TURN_URIS",
    "turn:a.example, short, 60, SWITCHBOARD_TURN_SECRET",
    "stun:a.example, 01234567890123456789, 60, SWITCHBOARD_TURN_URIS",
    "a.example:3478, 01234567890123456789, 60, SWITCHBOARD_TURN_URIS",
    "turn:a.example?transport=sctp, 01234567890123456789, 60, SWITCHBOARD_TURN_URIS",
    "turn:a.example, 01234567890123456789, 0, SWITCHBOARD_TURN_MINUTES",
  })
  void whatCantBeRightIsNamed(String uris, String secret, String minutes, String variable) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> servers(uris, secret, minutes))
        .withMessageContaining(variable)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("01234567890123456789"));
  }
}
