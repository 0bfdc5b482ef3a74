package dev.switchboard.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpoolCheckTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "caller-1.webm, true",
    "callee_2-12.mkv, true",
    "manifest.json, false",
    "manifest.json.new, false",
    "caller.jpg, false",
  })
  void mediaIsInSegments(String name, boolean media) throws IOException {
    assertThat(SpoolCheck.holdsMedia(folder)).isFalse();
    Files.createFile(folder.resolve(name));
    assertThat(SpoolCheck.holdsMedia(folder)).isEqualTo(media);
  }
}
