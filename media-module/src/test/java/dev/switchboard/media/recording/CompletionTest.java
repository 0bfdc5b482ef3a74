package dev.switchboard.media.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.media.recording.VirtualRecording.Block;
import dev.switchboard.media.recording.VirtualRecording.Sender;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  private static final int CUTS = 300;

  @TempDir private Path folder;

  /** A recording whose process died: 20 s of one side. */
  private Path died(String name) throws IOException {
    Path died = folder.resolve(name);
    VirtualRecording recording = new VirtualRecording(died);
    Sender caller = recording.sender("caller");
    caller.play(Duration.ofSeconds(21));
    recording.pass(Duration.ofSeconds(20));
    return died;
  }

  @Test
  @DisplayName("makes a file whole that was cut anywhere, and loses no more than the last second")
  void completesWhatWasCutAnywhere() throws IOException {
    Path died = died("died");
    Path file = died.resolve("caller-1.webm");
    byte[] whole = Files.readAllBytes(file);
    List<Block> all = VirtualRecording.blocks(file, 0);
    Random random = new Random(5);
    for (int i = 0; i < CUTS; i++) {
      int length = random.nextInt(whole.length + 1);
      Path folderOfCut = folder.resolve("cut-" + i);
      Files.createDirectory(folderOfCut);
      Files.copy(died.resolve(Manifest.FILE), folderOfCut.resolve(Manifest.FILE));
      Path cut = folderOfCut.resolve(file.getFileName());
      Files.write(cut, Arrays.copyOf(whole, length));

      Manifest manifest = Completion.of(folderOfCut);
      // Blocks are spread evenly, so the cut is as far in time as it is in octets.
      double head = MatroskaFile.HEAD + 60;
      double at = 20_000 * (length - head) / (whole.length - head);
      assertThat(manifest.complete()).isTrue();
      assertThat(manifest.lengthNanos() / 1e6).as("cut at %d", length).isGreaterThan(at - 1_300);
      if (!manifest.segments().isEmpty()) {
        List<Block> left = VirtualRecording.blocks(cut, 0);
        assertThat(left).isEqualTo(all.subList(0, left.size()));
        assertThat(Files.size(cut)).isEqualTo(manifest.segments().get(0).bytes());
        Optional<MatroskaContents> contents =
            MatroskaContents.read(cut, (track, millis, key, data) -> {});
        assertThat(contents.orElseThrow().durationMillis())
            .isEqualTo(manifest.segments().get(0).lengthNanos() / 1e6);
      }
      byte[] once = Files.exists(cut) ? Files.readAllBytes(cut) : new byte[0];
      assertThat(Completion.of(folderOfCut)).isEqualTo(manifest);
      assertThat(Files.readAllBytes(cut)).isEqualTo(once);
    }
  }

  @Test
  @DisplayName("ends a file where the disk has zeros instead of what was written")
  void endsAtZeros() throws IOException {
    Path died = died("died");
    Path file = died.resolve("caller-1.webm");
    long length = Files.size(file);
    try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
      damaged.seek(length - 300);
      damaged.write(new byte[300]);
    }
    Manifest manifest = Completion.of(died);
    assertThat(manifest.lengthNanos()).isBetween(18_000_000_000L, 20_000_000_000L);
    assertThat(manifest.segments().get(0).sound().orElseThrow().frames()).isGreaterThan(900);
  }

  @Test
  @DisplayName("does without a manifest, and with one of something else")
  void doesWithoutManifest() throws IOException {
    Path died = died("died");
    Files.writeString(died.resolve(Manifest.FILE), "{\"format\": 1}");
    Manifest manifest = Completion.of(died);
    assertThat(manifest.recording()).isEqualTo("died");
    assertThat(manifest.segments()).hasSize(1);
    Manifest.Segment segment = manifest.segments().get(0);
    assertThat(segment.sound().orElseThrow().codec()).isEqualTo("OPUS");
    assertThat(segment.picture().orElseThrow().codec()).isEqualTo("VP8");
    assertThat(segment.picture().orElseThrow().width()).isEqualTo(640);
    assertThat(segment.startNanos()).isZero();
  }

  @Test
  @DisplayName("says so when a folder has no recording")
  void findsNothing() {
    assertThatThrownBy(() -> Completion.of(folder)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Completion.of(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
