package dev.switchboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Limit THREE = new Limit("test", 3, Duration.ofSeconds(60));

  @Test
  void letsThroughAsManyAsItSays() {
    assertThat(THREE.waiting(ago(), NOW)).isEmpty();
    assertThat(THREE.waiting(ago(50, 20), NOW)).isEmpty();
    assertThat(THREE.waiting(ago(50, 20, 0), NOW)).contains(Duration.ofSeconds(10));
  }

  @Test
  void slides() {
    assertThat(THREE.waiting(ago(61, 50, 20), NOW)).isEmpty();
    assertThat(THREE.waiting(ago(60, 50, 20), NOW)).isEmpty();
    assertThat(THREE.waiting(ago(59, 50, 20), NOW)).contains(Duration.ofSeconds(1));
  }

  @Test
  void waitsUntilThereIsRoomForOneMoreWhenMoreWereMade() {
    assertThat(THREE.waiting(ago(59, 50, 20, 10), NOW)).contains(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "60, 1", "61, 2", "900, 15"})
  void tellsWholeMinutes(long seconds, long minutes) {
    assertThat(Attempts.minutes(Duration.ofSeconds(seconds))).isEqualTo(minutes);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 20010db800010002/64",
    "fe80::1%eth0, fe80000000000000/64",
    "::ffff:192.0.2.1, 192.0.2.1",
    "Somebody.example, somebody.example",
  })
  void countsANetworkOfSixAsOneAddress(String address, String subject) {
    assertThat(RemoteAddress.subject(address)).isEqualTo(subject);
  }

  private static List<Instant> ago(int... seconds) {
    return Arrays.stream(seconds).mapToObj(NOW::minusSeconds).toList();
  }
}
