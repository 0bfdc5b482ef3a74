package dev.switchboard.calls.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketGateTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "http://localhost:8080,      localhost:8080, true",
        "https://call.example.com,   call.example.com, true",
        "https://CALL.example.com,   call.example.com, true",
        "http://[::1]:8080,          [::1]:8080, true",
        "-,                          localhost:8080, true",
        "http://localhost:8081,      localhost:8080, false",
        "https://evil.example,       call.example.com, false",
        "https://call.example.com.evil.example, call.example.com, false",
        "null,                       localhost:8080, false",
        "%%%,                        localhost:8080, false",
        "http://localhost:8080,      -, false",
      })
  void letsOnlyOurOwnPagesIn(String origin, String host, boolean ours) {
    assertThat(SocketGate.isOurs(origin, host)).isEqualTo(ours);
  }
}
