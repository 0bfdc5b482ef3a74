package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a server has on its disk of recordings, running and finished. */
record RecordingFolders(Path data) {
  static RecordingFolders of(Server server) {
    return new RecordingFolders(server.data());
  }

  /** What is in the spool, file by file. */
  List<Path> spooled() {
    return files(data.resolve("spool"));
  }

  /** What is in the spool of sound and pictures. */
  List<Path> spooledTracks() {
    return spooled().stream().filter(RecordingFolders::isTrack).toList();
  }

  /**
   * The check sums of what is in the spool of a recording that is complete there, but for its
   * stills; none if it isn't.
   */
  Map<String, String> completeCheckSums() {
    List<Path> files = spooled();
    return files.stream().noneMatch(RecordingFolders::isCompleteManifest)
        ? Map.of()
        : CheckSums.of(files.stream().filter(file -> !file.toString().endsWith(".jpg")).toList());
  }

  private static boolean isCompleteManifest(Path file) {
    return file.endsWith("manifest.json")
        && StoredRecording.read(file).path("complete").asBoolean();
  }

  /** The files of all finished recordings, and what does not belong there. */
  List<Path> stored() {
    return files(data.resolve("recordings")).stream().filter(file -> !isTrial(file)).toList();
  }

  /** The files of a finished recording. */
  List<Path> stored(String recording) {
    return files(data.resolve("recordings").resolve(recording));
  }

  /** The files of a finished recording that hold sound and pictures. */
  List<Path> tracks(String recording) {
    return stored(recording).stream().filter(RecordingFolders::isTrack).toList();
  }

  /** Whether a file holds sound and pictures. */
  static boolean isTrack(Path file) {
    return file.toString().matches(".*-\\d+\\.(webm|mkv)");
  }

  /** Whether a file is that with which the server tries its storage. */
  static boolean isTrial(Path file) {
    return file.getFileName().toString().startsWith(".probe-");
  }

  /** Nothing of a recording, nor of any that runs, is on the disk. */
  void assertNothing(String recording) {
    assertThat(spooled()).isEmpty();
    assertThat(stored(recording)).isEmpty();
  }

  /** The video frames of a file that can be decoded, as ffprobe counts them. */
  static int frames(Path file) {
    return Integer.parseInt(
        probe(
            file,
            "-count_frames",
            "-select_streams",
            "v:0",
            "-show_entries",
            "stream=nb_read_frames"));
  }

  /** How long a file is, in seconds, as ffprobe says. */
  static double seconds(Path file) {
    return Double.parseDouble(probe(file, "-show_entries", "format=duration"));
  }

  /** The codecs of a file's streams, the picture's first. */
  static List<String> codecs(Path file) {
    return probe(file, "-show_entries", "stream=codec_name").lines().toList();
  }

  private static String probe(Path file, String... what) {
    List<String> command = new ArrayList<>(List.of("ffprobe", "-v", "error"));
    command.addAll(List.of(what));
    command.addAll(List.of("-of", "csv=p=0", file.toString()));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      return said.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All files under a folder; none if there is none. */
  static List<Path> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (UncheckedIOException | NoSuchFileException e) {
      // It went while it was looked at.
      return files(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
