package dev.switchboard.recordings;

import dev.switchboard.RetryOnConflict;
import dev.switchboard.calls.CallId;
import dev.switchboard.calls.CallRecorded;
import dev.switchboard.calls.CallSettings;
import dev.switchboard.calls.LegId;
import dev.switchboard.media.RecordingPlan;
import dev.switchboard.media.RecordingReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What happens to recordings without anybody's request: time that passes, media that begins and
 * ends, files that move, servers that go. Each method is one transaction, and does nothing to a
 * recording for which it comes too late.
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class RecordingProgress {
  @Inject private RecordingStore store;
  @Inject private RecordingAnnouncer announcer;
  @Inject private CallSettings node;
  @Inject private RecordingSettings settings;
  @Inject private Clock clock;

  /** A recording that this node's media engine is to make, or to end. */
  record Ordered(CallId call, RecordingPlan plan) {}

  /** What is left to do for a recording that has ended. */
  enum Task {
    /** The media engine has not said what it left. */
    COMPLETE,
    /** The files are complete, and to be brought to the storage. */
    STORE,
    /** Nothing of it may be kept. */
    DISCARD,
    /** It has been deleted; the storage still has its files. */
    ERASE
  }

  /**
   * A recording with which something is left to do.
   *
   * @param location where the storage has it; empty if it hasn't
   * @param pictures of each track that has any, the first file with pictures, by the track's name
   * @param attempts how often that failed
   */
  record Unfinished(
      RecordingId id,
      Task task,
      Path spool,
      List<String> files,
      Optional<String> location,
      Map<String, String> pictures,
      int attempts) {}

  /** The time to consent is over. */
  void lapse(RecordingId id) {
    change(id, recording -> recording.lapse(clock.instant()));
  }

  /** The plan of a recording that runs on this node. */
  Optional<Ordered> toBegin(RecordingId id) {
    return here(id)
        .filter(recording -> recording.state() == RecordingState.RECORDING)
        .map(recording -> new Ordered(recording.call(), plan(recording)));
  }

  /** The call of a recording that no longer runs on this node. */
  Optional<CallId> toEnd(RecordingId id) {
    return here(id)
        .filter(recording -> recording.state() != RecordingState.RECORDING)
        .map(Recording::call);
  }

  private Optional<Recording> here(RecordingId id) {
    return store.find(id).filter(recording -> recording.node().equals(node.node()));
  }

  private static RecordingPlan plan(Recording recording) {
    Map<String, String> tracks = new LinkedHashMap<>();
    for (RecordingParty party : recording.parties()) {
      LegId leg = party.leg();
      party.track().ifPresent(track -> tracks.put(leg.value(), track));
    }
    return new RecordingPlan(
        recording.id().value(), recording.spool(), tracks, recording.hasVideo());
  }

  /** The media engine could not begin. */
  void notBegun(RecordingId id) {
    change(id, recording -> recording.notBegun(clock.instant()));
  }

  void onRecorded(@Observes CallRecorded recorded) {
    completed(new RecordingId(recorded.recording()), recorded.report());
  }

  /** The files are complete. */
  void completed(RecordingId id, RecordingReport report) {
    change(id, recording -> recording.completed(report, clock.instant()));
  }

  /** There is nothing on the disk. */
  void leftNothing(RecordingId id) {
    change(id, recording -> recording.leftNothing(clock.instant()));
  }

  /** Its media is on the disk after all; false if it does not wait for that, or elsewhere. */
  boolean recover(RecordingId id) {
    Optional<Recording> recovered =
        here(id).filter(recording -> recording.recover(clock.instant()));
    recovered.ifPresent(announcer::publish);
    return recovered.isPresent();
  }

  /** What there is to do for a recording, if anything. */
  Optional<Unfinished> unfinished(RecordingId id) {
    return store.find(id).flatMap(recording -> task(recording).map(task -> task(recording, task)));
  }

  private static Optional<Task> task(Recording recording) {
    if (recording.state() == RecordingState.DELETED && recording.location().isPresent()) {
      return Optional.of(Task.ERASE);
    }
    if (recording.state() != RecordingState.FINISHING) {
      return Optional.empty();
    }
    if (recording.isToBeDiscarded()) {
      return Optional.of(Task.DISCARD);
    }
    return Optional.of(recording.isComplete() ? Task.STORE : Task.COMPLETE);
  }

  private static Unfinished task(Recording recording, Task task) {
    return new Unfinished(
        recording.id(),
        task,
        recording.spool(),
        recording.files().stream().map(RecordingFile::name).toList(),
        recording.location(),
        pictures(recording),
        recording.attempts());
  }

  private static Map<String, String> pictures(Recording recording) {
    Map<String, String> pictures = new LinkedHashMap<>();
    recording
        .tracks()
        .forEach(
            (track, files) ->
                files.stream()
                    .filter(RecordingFile::hasVideo)
                    .findFirst()
                    .ifPresent(file -> pictures.put(track, file.name())));
    return pictures;
  }

  /** Its files are in the storage. */
  void stored(RecordingId id, String location, Map<String, RecordingStorage.Stored> files) {
    change(
        id,
        recording -> {
          settings.retention().ifPresent(recording::keepFor);
          recording.stored(location, files, clock.instant());
        });
  }

  /** It has been kept for as long as it was to be. */
  void expire(RecordingId id) {
    change(id, recording -> recording.expire(clock.instant()));
  }

  /** It was deleted, and its files are gone. */
  void erased(RecordingId id) {
    change(id, Recording::erased);
  }

  /** Nothing is left of it. */
  void discarded(RecordingId id) {
    change(id, recording -> recording.discarded(clock.instant()));
  }

  /** It could not be finished; tried again then. */
  void postpone(RecordingId id, Instant until) {
    change(id, recording -> recording.postpone(until));
  }

  /** The node on which it ran has begun anew. */
  void serverRestarted(RecordingId id) {
    change(id, recording -> recording.serverRestarted(clock.instant()));
  }

  /** What became of a recording whose folder is in the spool; empty if there is no such row. */
  Optional<RecordingState> state(RecordingId id) {
    return store.find(id).map(Recording::state);
  }

  private void change(RecordingId id, Consumer<Recording> verb) {
    store
        .find(id)
        .ifPresent(
            recording -> {
              verb.accept(recording);
              announcer.publish(recording);
            });
  }
}
