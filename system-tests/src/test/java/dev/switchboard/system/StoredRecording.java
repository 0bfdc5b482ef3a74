package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.media.recording.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The files of a recording as its storage has them.
 *
 * @param home the folder that has them, in the storage's folder or in a bucket's
 */
record StoredRecording(Path home) {
  /** What a process that dies may lose of each side (S4.7), and what it takes to begin. */
  private static final Duration MOST_LOST = Duration.ofSeconds(1);

  /** Milliseconds between two frames. Terminals never pause, not even for silence. */
  private static final double LONGEST_GAP = 300;

  Map<String, String> checkSums() {
    return CheckSums.of(RecordingFolders.files(home));
  }

  /**
   * Both sides are there, in files that play from end to end, and nothing that is half. They have
   * sound, and pictures if asked for, from the beginning to a moment without a gap; a second at
   * most is missing at either end.
   *
   * @param until when the recording was ended, or the server died
   */
  void assertWhole(boolean video, Instant until) {
    JsonNode manifest = manifest();
    assertThat(manifest.path("complete").asBoolean()).isTrue();
    for (String track : List.of("caller", "callee")) {
      Times sound = new Times("the sound of the " + track);
      Times pictures = new Times("the pictures of the " + track);
      for (JsonNode segment : manifest.path("segments")) {
        if (segment.path("track").asText().equals(track)) {
          Probe probe = probe(segment);
          sound.add(segment, probe.times("audio"));
          pictures.add(segment, probe.times("video"));
        }
      }
      Instant start = Instant.parse(manifest.path("startedAt").asText());
      sound.assertFrom(start, until);
      if (video) {
        pictures.assertFrom(start, until);
      }
    }
    assertThat(RecordingFolders.files(home))
        .extracting(file -> file.getFileName().toString())
        .allMatch(name -> name.matches("manifest\\.json|[a-z]+(-\\d+\\.(webm|mkv)|\\.jpg)"));
  }

  /**
   * A track that went from device to device, a file at each, with no more than this between them.
   */
  void assertHandedOff(String track, int devices, Duration between) {
    double end = Double.NaN;
    int files = 0;
    for (JsonNode segment : manifest().path("segments")) {
      if (segment.path("track").asText().equals(track)) {
        files++;
        assertThat(probe(segment).frames("video")).isPositive();
        double start = segment.path("startMillis").asDouble();
        assertThat(Double.isNaN(end) ? 0 : start - end)
            .as("ms without %s before file %d", track, files)
            .isLessThan(between.toMillis());
        end = start + segment.path("lengthMillis").asDouble();
      }
    }
    assertThat(files).isEqualTo(devices);
  }

  /** What ffprobe finds in a file that is as the manifest says. */
  private Probe probe(JsonNode segment) {
    Path file = home.resolve(segment.path("file").asText());
    assertThat(file).hasSize(segment.path("bytes").asLong());
    Probe probe = probe(file);
    assertThat(probe.warnings()).as(file.toString()).isEmpty();
    assertThat(probe.seconds()).as(file.toString()).isPositive();
    assertThat(probe.frames("video")).isEqualTo(segment.path("video").path("frames").asLong());
    return probe;
  }

  /** When frames of one side come, by the milliseconds of the recording, from file to file. */
  private record Times(String of, List<Double> millis) {
    private Times(String of) {
      this(of, new ArrayList<>());
    }

    private void add(JsonNode segment, List<Double> seconds) {
      double start = segment.path("startMillis").asDouble();
      seconds.forEach(at -> millis.add(start + at * 1e3));
    }

    private void assertFrom(Instant start, Instant until) {
      assertThat(millis).as(of).isNotEmpty();
      assertThat(millis.get(0))
          .as("ms until %s begins", of)
          .isLessThanOrEqualTo(MOST_LOST.toMillis());
      for (int i = 1; i < millis.size(); i++) {
        assertThat(millis.get(i) - millis.get(i - 1))
            .as("ms of a gap in %s at %.0f ms", of, millis.get(i - 1))
            .isLessThanOrEqualTo(LONGEST_GAP);
      }
      Instant last = start.plusNanos((long) (millis.get(millis.size() - 1) * 1e6));
      assertThat(Duration.between(last, until))
          .as("what is lost of %s", of)
          .isLessThanOrEqualTo(MOST_LOST);
    }
  }

  private JsonNode manifest() {
    return read(home.resolve("manifest.json"));
  }

  static JsonNode read(Path manifest) {
    try {
      return Terminal.JSON.readTree(Files.readAllBytes(manifest));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Probe probe(Path file) {
    try {
      return Probe.of(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
