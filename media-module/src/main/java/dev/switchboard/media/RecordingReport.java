package dev.switchboard.media;

import dev.switchboard.media.recording.Manifest;
import java.time.Duration;
import java.util.List;

/**
 * What became of a recording. Beside the files there is {@code manifest.json}.
 *
 * @param length from its beginning to the end of its last frame
 * @param files by track, and in their order
 */
public record RecordingReport(Duration length, List<RecordedFile> files, RecordingFault fault) {
  public RecordingReport {
    files = List.copyOf(files);
  }

  static RecordingReport of(Manifest manifest) {
    return new RecordingReport(
        Duration.ofNanos(manifest.lengthNanos()),
        manifest.segments().stream().map(RecordingReport::file).toList(),
        RecordingFault.valueOf(manifest.fault().name()));
  }

  private static RecordedFile file(Manifest.Segment segment) {
    return new RecordedFile(
        segment.track(),
        segment.number(),
        segment.file(),
        segment.mediaType(),
        Duration.ofNanos(segment.startNanos()),
        Duration.ofNanos(segment.lengthNanos()),
        segment.bytes(),
        segment.sound().isPresent(),
        segment.picture().isPresent());
  }
}
