package dev.switchboard.recordings;

import dev.switchboard.accounts.AccountId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recording with all that is needed to play it and to download its files.
 *
 * @param tracks from left to right; empty until it is ready
 * @param files what can be downloaded besides the segments of the tracks
 */
public record RecordingDetail(RecordingEntry entry, List<Track> tracks, List<Extra> files) {
  /**
   * What one party sent.
   *
   * @param who that is
   */
  public record Track(String name, String who, List<Segment> segments) {}

  /**
   * A file of a track.
   *
   * @param start since the recording began
   */
  public record Segment(
      String name, String mediaType, Duration start, Duration length, long bytes, boolean video) {}

  /** Another file. */
  public record Extra(String name, String mediaType, long bytes) {}

  static RecordingDetail of(Recording recording, AccountId account) {
    RecordingEntry entry = RecordingEntry.of(recording, account);
    if (recording.state() != RecordingState.READY) {
      return new RecordingDetail(entry, List.of(), List.of());
    }
    Map<String, List<RecordingFile>> segments = recording.tracks();
    List<Track> tracks = new ArrayList<>();
    for (RecordingParty party : recording.parties()) {
      party
          .track()
          .filter(segments::containsKey)
          .ifPresent(name -> tracks.add(track(name, party, segments)));
    }
    List<Extra> files =
        recording.files().stream()
            .filter(file -> file.track().isEmpty())
            .map(file -> new Extra(file.name(), file.mediaType(), file.bytes()))
            .toList();
    return new RecordingDetail(entry, tracks, files);
  }

  private static Track track(
      String name, RecordingParty party, Map<String, List<RecordingFile>> segments) {
    return new Track(
        name,
        party.party().name(),
        segments.getOrDefault(name, List.of()).stream().map(RecordingDetail::segment).toList());
  }

  private static Segment segment(RecordingFile file) {
    return new Segment(
        file.name(), file.mediaType(), file.start(), file.length(), file.bytes(), file.hasVideo());
  }

  /** The film, if there is one. */
  public Optional<Extra> film() {
    return files.stream().filter(file -> file.name().equals(RecordingFile.FILM)).findFirst();
  }
}
