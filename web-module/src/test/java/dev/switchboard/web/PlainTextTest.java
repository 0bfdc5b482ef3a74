package dev.switchboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"a\u0000b", "a\nb", "\u0007", "\u007f", "\u0085", "\ud83d", "\ude00\ud83d"})
  void refusesWhatIsNoCharacterThatOneCanSee(String text) {
    assertThat(PlainText.isPlain(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Küche", "客厅的电视", "<b>TV</b>", "\ud83d\ude00 at home"})
  void takesAnyOtherTextAsItIs(String text) {
    assertThat(PlainText.isPlain(text)).isTrue();
  }
}
