package dev.switchboard.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.Secrets;
import dev.switchboard.accounts.AccountId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LinkSignatureTest {
  private static final RecordingId RECORDING = new RecordingId("A".repeat(22));
  private static final AccountId VIEWER = new AccountId("B".repeat(22));
  private static final Instant UNTIL = Instant.parse("2026-11-21T10:15:00Z");

  private final LinkSignature signature = new LinkSignature("k".repeat(43));

  /** By {@code openssl dgst -sha256 -hmac}, of what {@code printf} prints. */
  private static final String KNOWN = "aDxAkToCaoixNCwIJQCxNo5rKOg1bxczW_VOA12hCGU";

  @Test
  void isAnHmacOverAllThatALinkSays() {
    String made = signature.of(RECORDING, "caller-1.webm", VIEWER, UNTIL);
    assertThat(made).isEqualTo(KNOWN);
    assertThat(signature.isOf(made, RECORDING, "caller-1.webm", VIEWER, UNTIL)).isTrue();
  }

  @Test
  void isOfNothingElse() {
    String made = signature.of(RECORDING, "a", VIEWER, UNTIL);
    AccountId other = AccountId.random();
    assertThat(signature.isOf(made, RecordingId.random(), "a", VIEWER, UNTIL)).isFalse();
    assertThat(signature.isOf(made, RECORDING, "b", VIEWER, UNTIL)).isFalse();
    assertThat(signature.isOf(made, RECORDING, "a", other, UNTIL)).isFalse();
    assertThat(signature.isOf(made, RECORDING, "a", VIEWER, UNTIL.plusSeconds(1))).isFalse();
    assertThat(signature.isOf("", RECORDING, "a", VIEWER, UNTIL)).isFalse();
    assertThat(signature.isOf("ü" + made, RECORDING, "a", VIEWER, UNTIL)).isFalse();
    assertThat(new LinkSignature(Secrets.token()).isOf(made, RECORDING, "a", VIEWER, UNTIL))
        .isFalse();
  }
}
