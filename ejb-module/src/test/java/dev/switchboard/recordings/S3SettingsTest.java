package dev.switchboard.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.Environment;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3SettingsTest {
  private static final String NAME = "SWITCHBOARD_RECORDINGS_S3_";

  private static S3Settings settings(String... pairs) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(NAME + pairs[i], pairs[i + 1]);
    }
    return S3Settings.from(new Environment(variables));
  }

  @Test
  void thereIsNoBucketUnlessItIsSet() {
    S3Settings preset = settings();
    assertThat(preset.bucket()).isEmpty();
    assertThat(preset.endpoint()).isEmpty();
    assertThat(preset.keys()).isEmpty();
    assertThat(preset.prefix()).isEmpty();
    assertThat(preset.region()).isEqualTo("us-east-1");
  }

  @Test
  void allOfItComesFromTheEnvironment() {
    S3Settings chosen =
        settings(
            "BUCKET", "acme.recordings",
            "ENDPOINT", "https://s3.example.org:9000/",
            "REGION", "eu-central-2",
            "PREFIX", "switchboard/calls",
            "ACCESS_KEY", "AKIA",
            "SECRET_KEY", "hidden");
    assertThat(chosen.bucket()).hasValue("acme.recordings");
    assertThat(chosen.endpoint()).hasValue(URI.create("https://s3.example.org:9000"));
    assertThat(chosen.region()).isEqualTo("eu-central-2");
    assertThat(chosen.prefix()).isEqualTo("switchboard/calls/");
    assertThat(chosen.keys()).hasValue(new S3Settings.Keys("AKIA", "hidden"));
    assertThat(chosen.toString()).doesNotContain("hidden");
  }

  @ParameterizedTest
  @CsvSource({
    "BUCKET, Not A Bucket",
    "BUCKET, a",
    "ENDPOINT, s3.example.org",
    "ENDPOINT, ftp://s3.example.org",
    "ENDPOINT, https://s3.example.org/path",
    "REGION, Zürich",
    "PREFIX, /absolute",
    "PREFIX, a b",
    "ACCESS_KEY, alone",
    "SECRET_KEY, alone"
  })
  void aSettingThatMakesNoSenseIsNamed(String name, String value) {
    assertThatThrownBy(() -> settings(name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(NAME + name);
  }
}
