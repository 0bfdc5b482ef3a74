package dev.switchboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SameOriginPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/history.xhtml", "/?callee=%2B41446681800", "/admin/index.xhtml?x=//b"})
  void goesBackToOurOwnPaths(String path) {
    assertThat(SameOriginPath.of(path)).isEqualTo(path);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "javascript:alert(1)",
        "evil.example",
        "/a b",
        "/a\r\nSet-Cookie: x=y",
        "/\tevil",
        "/%",
      })
  void neverLeadsElsewhere(String path) {
    assertThat(SameOriginPath.of(path)).isEqualTo("/");
  }

  @Test
  void ignoresWhatIsTooLong() {
    assertThat(SameOriginPath.of("/" + "a".repeat(1000))).isEqualTo("/");
  }
}
