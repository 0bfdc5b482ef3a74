package dev.switchboard.recordings;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A recording as an account finds it in its list.
 *
 * @param others who else took part
 * @param own whether this account asked for it
 * @param deletable whether who asked for it may delete it now
 * @param files what can be downloaded; empty until it is ready
 */
public record RecordingEntry(
    RecordingId id,
    Instant startedAt,
    Duration length,
    long bytes,
    RecordingState state,
    Optional<Outcome> outcome,
    boolean video,
    boolean own,
    boolean deletable,
    List<String> others,
    List<FileEntry> files) {

  /**
   * A file that can be downloaded.
   *
   * @param who is seen and heard in it; empty for the manifest
   */
  public record FileEntry(String name, String mediaType, long bytes, String who) {}
}
