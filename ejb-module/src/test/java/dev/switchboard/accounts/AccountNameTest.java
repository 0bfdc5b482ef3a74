package dev.switchboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNameTest {
  @ParameterizedTest
  @CsvSource({
    "alice, alice",
    "' Alice ', alice",
    "ALICE, alice",
    "Ａｌｉｃｅ, alice",
    "anna-maria.b_2, anna-maria.b_2",
    "张伟, 张伟",
    "a1, a1",
    "abcdefghijklmnopqrstuvwxyzabcdef, abcdefghijklmnopqrstuvwxyzabcdef",
  })
  void knowsANameInAnyCase(String typed, String key) {
    assertThat(AccountName.parse(typed)).map(AccountName::key).contains(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "1alice",
        "-alice",
        "alice-",
        "al..ice",
        "al ice",
        "alice@home",
        "аlice",
        "al/ice",
        "alice\u0000",
        "al\u200bice",
        "\u202ealice",
        "abcdefghijklmnopqrstuvwxyzabcdefg",
        "éa",
        "+4144"
      })
  void refusesWhatCouldBeTakenForSomethingElse(String typed) {
    assertThat(AccountName.parse(typed)).isEmpty();
  }
}
