package dev.switchboard.recordings;

import dev.switchboard.RetryOnConflict;
import dev.switchboard.calls.CallSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How this node makes films, as the rows tell it. Each method is one transaction, and does nothing
 * for a claim that has been lost.
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class FilmProgress {
  @Inject private FilmStore films;
  @Inject private RecordingStore recordings;
  @Inject private CallSettings settings;
  @Inject private Clock clock;

  /**
   * A film that this node is to make.
   *
   * @param claim tells it from others of the same recording
   * @param location where the files are, and the film goes
   * @param tracks the segments of each, by its name
   */
  record Job(
      RecordingId recording,
      int claim,
      String location,
      Duration length,
      Map<String, List<Segment>> tracks) {}

  /**
   * A file of a track.
   *
   * @param start since the recording began
   */
  record Segment(String name, Duration start, long bytes, boolean audio, boolean video) {}

  /** What could be made now, the longest asked for first. */
  List<RecordingId> claimable() {
    return films.claimable(clock.instant());
  }

  /** Claims a film for this node; empty if another one was first, or nobody can want it. */
  Optional<Job> claim(RecordingId id) {
    return wanted(id)
        .flatMap(film -> film.claim(settings.node(), clock.instant()))
        .flatMap(claim -> recordings.find(id).map(recording -> job(recording, claim)));
  }

  /** The film of a recording; that of one that was deleted is cancelled. */
  private Optional<RecordingFilm> wanted(RecordingId id) {
    Optional<RecordingFilm> film = films.find(id);
    if (isGone(id)) {
      film.ifPresent(found -> found.cancel(clock.instant()));
      return Optional.empty();
    }
    return film;
  }

  private static Job job(Recording recording, int claim) {
    Map<String, List<Segment>> tracks = new LinkedHashMap<>();
    recording
        .tracks()
        .forEach(
            (track, files) ->
                tracks.put(track, files.stream().map(FilmProgress::segment).toList()));
    return new Job(
        recording.id(), claim, recording.location().orElseThrow(), recording.length(), tracks);
  }

  private static Segment segment(RecordingFile file) {
    return new Segment(file.name(), file.start(), file.bytes(), file.hasAudio(), file.hasVideo());
  }

  /**
   * This node is alive and has done so much of it.
   *
   * @param percent 0 to 100
   * @return whether it is still to make it
   */
  boolean beat(Job job, int percent) {
    return wanted(job.recording())
        .filter(film -> film.beat(job.claim(), percent, clock.instant()))
        .isPresent();
  }

  /**
   * The film is in the storage, and from now on one of the recording's files.
   *
   * @return false if nobody wants it any more
   */
  boolean stored(Job job, RecordingStorage.Stored stored) {
    Optional<Recording> recording =
        wanted(job.recording())
            .filter(film -> film.stored(job.claim(), clock.instant()))
            .flatMap(film -> recordings.find(job.recording()));
    recording.ifPresent(found -> found.filmed(stored));
    return recording.isPresent();
  }

  /** It can't be made. */
  void failed(Job job, FilmFault why) {
    films.find(job.recording()).ifPresent(film -> film.fail(job.claim(), why, clock.instant()));
  }

  /** Whether the recording has been deleted. */
  boolean isGone(RecordingId id) {
    return recordings
        .find(id)
        .filter(recording -> recording.state() == RecordingState.READY)
        .isEmpty();
  }

  /** This node begins: what it made before is to be made again. */
  void releaseAll() {
    films.runningOn(settings.node()).forEach(RecordingFilm::release);
  }
}
