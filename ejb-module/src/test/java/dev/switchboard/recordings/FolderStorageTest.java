package dev.switchboard.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStorageTest {
  private static final String ABC_SHA_256 =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private final RecordingId recording = RecordingId.random();
  @TempDir private Path folder;
  private Path file;
  private FolderStorage storage;
  private String location;

  @BeforeEach
  void make() throws IOException {
    file = Files.writeString(folder.resolve("source"), "abc");
    storage = new FolderStorage(folder.resolve("recordings"), "node1");
    location = storage.location(recording);
  }

  private static String read(InputStream stream) throws IOException {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("recordings"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void keepsAFileWithItsCheckSum() throws IOException {
    assertThat(storage.store(location, "caller-1.webm", file))
        .isEqualTo(new RecordingStorage.Stored(3, ABC_SHA_256));
    assertThat(read(storage.open(location, "caller-1.webm", 0, 3))).isEqualTo("abc");
    assertThat(everything()).as("nothing else is left").hasSize(1);
  }

  @Test
  void storesTheSameFileAgain() throws IOException {
    storage.store(location, "caller-1.webm", file);
    Files.writeString(file, "longer");
    storage.store(location, "caller-1.webm", file);
    assertThat(read(storage.open(location, "caller-1.webm", 0, 6))).isEqualTo("longer");
  }

  @Test
  void readsAPart() throws IOException {
    storage.store(location, "a", file);
    assertThat(read(storage.open(location, "a", 1, 1))).isEqualTo("b");
    assertThat(read(storage.open(location, "a", 1, 2))).isEqualTo("bc");
    try (InputStream part = storage.open(location, "a", 0, 2)) {
      assertThat(part.skip(9)).isEqualTo(2);
      assertThat(part.read()).isEqualTo(-1);
    }
  }

  @Test
  void deletesARecordingAsAWholeAndAgain() throws IOException {
    storage.store(location, "a", file);
    storage.store(location, "b", file);
    storage.delete(location);
    storage.delete(location);
    assertThat(everything()).isEmpty();
    assertThatThrownBy(() -> storage.open(location, "a", 0, 1))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void leavesNothingOfWhatCouldNotBeCopied() throws IOException {
    Files.delete(file);
    assertThatThrownBy(() -> storage.store(location, "a", file))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(everything()).isEmpty();
  }

  @Test
  void aTrialShowsThatItCanBeUsed() throws IOException {
    storage.trial();
    assertThat(everything()).isEmpty();
    assertThat(storage.freeSpace()).isPositive();
    Path noFolder = Files.writeString(folder.resolve("taken"), "a file");
    assertThatThrownBy(() -> new FolderStorage(noFolder, "node1").trial())
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatAKillLeftBehindIsGoneAfterTheNextTime() throws IOException {
    Path home = Files.createDirectories(folder.resolve("recordings").resolve(recording.value()));
    Files.writeString(folder.resolve("recordings/.probe-node1"), "of a trial");
    Files.writeString(home.resolve(".caller-1.webm.part"), "of a copy");
    storage.trial();
    storage.store(location, "caller-1.webm", file);
    assertThat(everything()).containsExactly(home.resolve("caller-1.webm"));
  }
}
