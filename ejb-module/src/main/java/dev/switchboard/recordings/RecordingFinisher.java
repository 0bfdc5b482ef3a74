package dev.switchboard.recordings;

import dev.switchboard.media.MediaServer;
import dev.switchboard.recordings.RecordingProgress.Unfinished;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what has been recorded from the spool to the storage, and deletes there what has been
 * deleted, outside of any transaction; what fails is tried again, ever more rarely, until it works.
 * Each step may be done twice.
 */
@ApplicationScoped
public class RecordingFinisher {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final int DOUBLINGS = 8;

  @Inject private RecordingProgress progress;
  @Inject private RecordingStorage storage;
  @Inject private Stills stills;
  @Inject private Clock clock;

  /** Does what is left to do for a recording of this node. Blocks as long as that takes. */
  void finish(RecordingId id) {
    Optional<Unfinished> unfinished = progress.unfinished(id);
    if (unfinished.isEmpty()) {
      return;
    }
    try {
      finish(unfinished.get());
    } catch (IOException e) {
      Duration wait = wait(unfinished.get().attempts());
      LOG.warn("recording={} can't be finished now, next try in {} s", id, wait.toSeconds(), e);
      progress.postpone(id, clock.instant().plus(wait));
    }
  }

  private void finish(Unfinished recording) throws IOException {
    switch (recording.task()) {
      case COMPLETE -> complete(recording);
      case STORE -> store(recording);
      case DISCARD -> discard(recording);
      case ERASE -> erase(recording);
    }
  }

  /** 2 s, then twice as long each time. */
  static Duration wait(int attempts) {
    Duration wait = Duration.ofSeconds(2L << Math.min(attempts, DOUBLINGS));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  /** The media engine has not said what it left: it died, or the server did. */
  private void complete(Unfinished recording) throws IOException {
    try {
      progress.completed(recording.id(), MediaServer.completeRecording(recording.spool()));
    } catch (NoSuchFileException e) {
      LOG.warn("recording={} left nothing behind", recording.id(), e);
      progress.leftNothing(recording.id());
    }
  }

  private void store(Unfinished recording) throws IOException {
    String location = storage.location(recording.id());
    Map<String, RecordingStorage.Stored> stored = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(recording.files());
    names.addAll(stills.take(recording));
    for (String name : names) {
      Path file = recording.spool().resolve(name);
      stored.put(name, storage.store(location, name, file));
    }
    progress.stored(recording.id(), location, stored);
    Folders.delete(recording.spool());
  }

  private void discard(Unfinished recording) throws IOException {
    Folders.delete(recording.spool());
    storage.delete(storage.location(recording.id()));
    progress.discarded(recording.id());
  }

  private void erase(Unfinished recording) throws IOException {
    storage.delete(recording.location().orElseThrow());
    progress.erased(recording.id());
  }
}
