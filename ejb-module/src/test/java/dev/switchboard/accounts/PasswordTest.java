package dev.switchboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
  @Test
  void matchesItsOwnHashOnly() {
    PasswordHash hash = PasswordHash.of("four unrelated words");
    assertThat(hash.text()).matches("pbkdf2-sha512:210000:[A-Za-z0-9+/=]{24}:[A-Za-z0-9+/=]{88}");
    assertThat(hash.text().length()).isLessThanOrEqualTo(200);
    assertThat(hash.matches("four unrelated words")).isTrue();
    assertThat(hash.matches("four unrelated word")).isFalse();
    assertThat(hash.matches("")).isFalse();
    assertThat(PasswordHash.of("four unrelated words")).isNotEqualTo(hash);
    assertThat(hash.toString()).doesNotContain("210000");
  }

  @Test
  void isTheSameHoweverItsAccentsAreComposed() {
    assertThat(PasswordHash.of("caf\u00e9 m\u00fcsli").matches("cafe\u0301 mu\u0308sli")).isTrue();
  }

  @Test
  void agreesWithAnotherImplementation() {
    // Made by OpenSSL: 4096 iterations over "password" with "salt".
    PasswordHash known =
        new PasswordHash(
            "pbkdf2-sha512:4096:c2FsdA==:0Zexsz2wFD4BixLz0dFHnmzevcyXxcD4f2kC4HL0V7UU"
                + "PzBgJkGz1VzTNZiMs2uEN2Bg7NUy4Dm3QqI5Q0ry1Q==");
    assertThat(known.matches("password")).isTrue();
    assertThat(known.matches("Password")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aaaaaaaaaaaaaa", "password1234", "Password!2026", "qwertyuiopas", "123456789012",
        "alice-alice!1", "Alice19751212", "+41446681800", "044 668 18 00", "letmein12345",
        "abcdefghijklmn", "administrator"
      })
  void refusesWhatIsTriedFirst(String password) {
    assertThat(PasswordRules.check("password", password, 12, "alice", "+41446681800"))
        .contains(Problem.at("password", Message.PASSWORD_WEAK));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "four unrelated words",
        "kX7!vq2#Lm9z",
        "天气很好我们去公园吧明天见",
        "alice likes green tea in May"
      })
  void acceptsWhatIsNot(String password) {
    assertThat(PasswordRules.check("password", password, 12, "alice", "+41446681800")).isEmpty();
  }
}
