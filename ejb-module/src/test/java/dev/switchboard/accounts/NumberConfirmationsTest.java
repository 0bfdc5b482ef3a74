package dev.switchboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NumberConfirmationsTest {
  private static final Problem WRONG = Problem.at("code", Message.CODE_WRONG);

  private final AccountsFixture fixture =
      new AccountsFixture(Map.of("SWITCHBOARD_NUMBER_CONFIRMATION", "gateway"));
  private final List<String> texts = new ArrayList<>();
  private final NumberConfirmations confirmations =
      new NumberConfirmations(
          fixture.database.entities(),
          new MessageGateway() {
            @Override
            void send(PhoneNumber number, String text, long millis) {
              texts.add(number + ": " + text);
            }
          },
          fixture.attempts,
          fixture.settings,
          fixture.clock);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void confirmsANumberByTheLatestCode() {
    Profile alice = fixture.register("alice");
    assertThat(confirm(alice, "000000")).contains(WRONG);
    assertThat(send(alice)).isEmpty();
    assertThat(send(alice)).isEmpty();
    assertThat(texts.get(1)).startsWith("+41446681800: ");
    if (!code(0).equals(code(1))) {
      assertThat(confirm(alice, code(0))).contains(WRONG);
    }
    assertThat(confirm(alice, " " + code(1) + " ")).isEmpty();
    assertThat(fixture.accounts.get(alice.id()).numberConfirmed()).isTrue();
    assertThat(send(alice)).isEmpty();
    assertThat(texts).hasSize(2);
  }

  @Test
  void limitsWhatIsSentAndTried() {
    Profile alice = fixture.register("alice");
    for (int i = 0; i < 5; i++) {
      assertThat(send(alice)).isEmpty();
      assertThat(confirm(alice, "no code")).contains(WRONG);
    }
    assertThat(send(alice)).contains(Problem.at("code", Message.TOO_MANY_ATTEMPTS, 60L));
    assertThat(confirm(alice, code(4)))
        .contains(Problem.at("code", Message.TOO_MANY_ATTEMPTS, 10L));
    fixture.clock.advance(Duration.ofMinutes(10));
    assertThat(confirm(alice, code(4))).contains(WRONG);
  }

  private Optional<Problem> send(Profile profile) {
    return fixture.database.inTransaction(() -> confirmations.sendCode(profile.id()));
  }

  private Optional<Problem> confirm(Profile profile, String code) {
    return fixture.database.inTransaction(() -> confirmations.confirm(profile.id(), code));
  }

  private String code(int text) {
    return texts.get(text).replaceAll("^.*: (\\d{6}) .*$", "$1");
  }
}
