package dev.switchboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
  @ParameterizedTest
  @ValueSource(strings = {"messages.properties", "messages_zh.properties"})
  void hasEveryTextInEachLanguageAndNoOther(String bundle) throws IOException {
    Properties texts = new Properties();
    try (var in = Message.class.getResourceAsStream(bundle)) {
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    assertThat(texts.stringPropertyNames())
        .isEqualTo(Arrays.stream(Message.values()).map(Message::key).collect(Collectors.toSet()));
  }

  @Test
  void fillsTheArgumentsIn() {
    assertThat(Message.LOGIN_LOCKED.text(Locale.ENGLISH, List.of(1L))).endsWith("in one minute.");
    assertThat(Problem.at("", Message.LOGIN_LOCKED, 15L).text(Locale.ENGLISH))
        .endsWith("in 15 minutes.");
    assertThat(Message.LOGIN_LOCKED.text(Locale.SIMPLIFIED_CHINESE, List.of(15L)))
        .isEqualTo("错误次数过多，请在 15 分钟后重试。");
    assertThat(Message.ACCOUNT_UNKNOWN.text(Locale.FRENCH, List.of()))
        .isEqualTo("There is no such account, or you can't see it.");
  }

  @Test
  void refusesSettingsThatCanNotBeRight() {
    Environment environment = new Environment(Map.of("A", " 7 ", "B", "seven", "C", " "));
    assertThat(environment.number("A", 1, 1, 9)).isEqualTo(7);
    assertThat(environment.number("C", 3, 1, 9)).isEqualTo(3);
    assertThatThrownBy(() -> environment.number("B", 1, 1, 9)).hasMessageContaining("B must be");
    assertThatThrownBy(() -> environment.number("A", 1, 8, 9)).hasMessageContaining("from 8 to 9");
  }
}
