package dev.switchboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The two bundles say the same things, and the pages ask for nothing else. */
class MessagesTest {
  private static final Pattern USED = Pattern.compile("text\\['([^']+)'(\\.concat\\()?");
  private static final Pattern CHOSEN = Pattern.compile("text\\[[^'\\]]+\\?([^\\]]+)\\]");
  private static final Pattern QUOTED = Pattern.compile("'([^']+)'");
  private static final Pattern PARAMETER = Pattern.compile("\\{\\d}");

  private final Properties english = load("messages.properties");
  private final Properties chinese = load("messages_zh.properties");

  @Test
  void bothLanguagesHaveTheSameKeys() {
    assertThat(new TreeSet<>(chinese.stringPropertyNames()))
        .isEqualTo(new TreeSet<>(english.stringPropertyNames()));
  }

  @Test
  void noTextIsBlank() {
    assertThat(english.values()).allMatch(text -> !text.toString().isBlank());
    assertThat(chinese.values()).allMatch(text -> !text.toString().isBlank());
  }

  @Test
  void aTextHasTheSameParametersInBothLanguages() {
    for (String key : english.stringPropertyNames()) {
      assertThat(parameters(chinese.getProperty(key)))
          .as(key)
          .isEqualTo(parameters(english.getProperty(key)));
    }
  }

  @Test
  void everyKeyThatAPageUsesExists() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (Path page : pages()) {
      String source = Files.readString(page);
      Matcher used = USED.matcher(source);
      while (used.find()) {
        String key = used.group(1);
        boolean known =
            used.group(2) == null
                ? english.containsKey(key)
                : english.stringPropertyNames().stream().anyMatch(k -> k.startsWith(key));
        if (!known) {
          missing.add(page.getFileName() + ": " + key);
        }
      }
      Matcher chosen = CHOSEN.matcher(source);
      while (chosen.find()) {
        QUOTED
            .matcher(chosen.group(1))
            .results()
            .map(quoted -> quoted.group(1))
            .filter(key -> !english.containsKey(key))
            .forEach(key -> missing.add(page.getFileName() + ": " + key));
      }
    }
    assertThat(missing).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/webapp"))) {
      List<Path> pages = files.filter(file -> file.toString().endsWith(".xhtml")).toList();
      assertThat(pages).hasSizeGreaterThan(10);
      return pages;
    }
  }

  private static Set<String> parameters(String text) {
    return PARAMETER.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static Properties load(String name) {
    Properties properties = new Properties();
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(MessagesTest.class.getResourceAsStream(name)),
            StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
