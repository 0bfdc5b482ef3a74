package dev.switchboard.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SpoolCheckTest {
  @TempDir private Path folder;

  @Test
  void whatNoRowKnowsIsLeftAlone() throws IOException {
    assertThat(SpoolCheck.mayBeMissed(folder, Optional.empty())).isTrue();
  }

  @Test
  void mediaOfAFailedRecordingIsLeftAloneSinceItsDiskMayHaveBeenAway() throws IOException {
    Files.createFile(folder.resolve("caller-1.webm"));
    assertThat(SpoolCheck.mayBeMissed(folder, Optional.of(RecordingState.FAILED))).isTrue();
  }

  @Test
  void aFailedRecordingWithoutMediaLeavesNothingThatIsMissed() throws IOException {
    Files.createFile(folder.resolve(RecordingFile.MANIFEST));
    assertThat(SpoolCheck.mayBeMissed(folder, Optional.of(RecordingState.FAILED))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(value = RecordingState.class, names = "FAILED", mode = Mode.EXCLUDE)
  void whatARowAnswersForIsNotMissed(RecordingState state) throws IOException {
    Files.createFile(folder.resolve("caller-1.webm"));
    assertThat(SpoolCheck.mayBeMissed(folder, Optional.of(state))).isFalse();
  }
}
