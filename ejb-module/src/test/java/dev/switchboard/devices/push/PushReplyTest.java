package dev.switchboard.devices.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushReplyTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "200,, ACCEPTED, 0",
    "201,, ACCEPTED, 0",
    "202,, ACCEPTED, 0",
    "301,, REFUSED, 0",
    "307,, REFUSED, 0",
    "400,, REFUSED, 0",
    "401,, REFUSED, 0",
    "403, 5, REFUSED, 0",
    "404,, GONE, 0",
    "410,, GONE, 0",
    "413,, REFUSED, 0",
    "429, 7, LATER, 7",
    "429, 'Sat, 21 Nov 2026 10:00:09 GMT', LATER, 9",
    "429, 'Sat, 21 Nov 2026 09:00:00 GMT', LATER, 0",
    "429, soon, FAILED, 0",
    "429,, FAILED, 0",
    "500, 7, FAILED, 0",
    "502,, FAILED, 0",
    "503, 7, LATER, 7",
    "503,, FAILED, 0",
    "100,, REFUSED, 0",
  })
  void readsWhatPushServicesReply(
      int status, String retryAfter, PushReply.Kind kind, long pauseSeconds) {
    assertThat(PushReply.of(status, Optional.ofNullable(retryAfter), NOW))
        .isEqualTo(new PushReply(kind, Duration.ofSeconds(pauseSeconds)));
  }
}
