package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.media.recording.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The files of a recording as its storage has them.
 *
 * @param home the folder that has them, in the storage's folder or in a bucket's
 */
record StoredRecording(Path home) {
  /** What a process that dies may lose of each side (S4.7). */
  private static final Duration MOST_LOST = Duration.ofSeconds(1);

  Map<String, String> checkSums() {
    return CheckSums.of(RecordingFolders.files(home));
  }

  /** Both sides are there, in files that play from end to end, and nothing that is half. */
  void assertWhole() {
    JsonNode manifest = manifest();
    assertThat(manifest.path("complete").asBoolean()).isTrue();
    assertThat(manifest.findValuesAsText("track")).contains("caller", "callee");
    for (JsonNode segment : manifest.path("segments")) {
      Path file = file(segment);
      assertThat(file).hasSize(segment.path("bytes").asLong());
      Probe probe = probe(file);
      assertThat(probe.warnings()).as(file.toString()).isEmpty();
      assertThat(probe.seconds()).as(file.toString()).isPositive();
      assertThat(probe.frames("video")).isEqualTo(segment.path("video").path("frames").asLong());
    }
    assertThat(RecordingFolders.files(home))
        .extracting(file -> file.getFileName().toString())
        .allMatch(name -> name.matches("manifest\\.json|[a-z]+(-\\d+\\.(webm|mkv)|\\.jpg)"));
  }

  /** Sound and picture of both sides go on until the process died, but for a second at most. */
  void assertUpTo(Instant died) {
    JsonNode manifest = manifest();
    Instant start = Instant.parse(manifest.path("startedAt").asText());
    for (JsonNode segment : manifest.path("segments")) {
      Probe probe = probe(file(segment));
      for (String kind : List.of("audio", "video")) {
        List<Double> times = probe.times(kind);
        double last = segment.path("startMillis").asDouble() + times.get(times.size() - 1) * 1e3;
        assertThat(Duration.between(start.plusNanos((long) (last * 1e6)), died))
            .as("%s that %s has lost", kind, segment.path("file").asText())
            .isLessThanOrEqualTo(MOST_LOST);
      }
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

  private Path file(JsonNode segment) {
    return home.resolve(segment.path("file").asText());
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
