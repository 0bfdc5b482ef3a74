package dev.switchboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LanguageTest {

  @Test
  void takesTheFirstLanguageOfTheBrowserThatWeHave() {
    assertThat(Language.preferred(List.of(Locale.GERMANY, Locale.SIMPLIFIED_CHINESE, Locale.UK)))
        .isEqualTo(Language.CHINESE);
    assertThat(Language.preferred(List.of(Locale.US, Locale.CHINA))).isEqualTo(Language.ENGLISH);
  }

  @Test
  void speaksEnglishToEverybodyElse() {
    assertThat(Language.preferred(List.of(Locale.GERMAN))).isEqualTo(Language.ENGLISH);
    assertThat(Language.preferred(List.of())).isEqualTo(Language.ENGLISH);
  }
}
