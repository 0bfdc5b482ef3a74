package dev.switchboard.media;

import dev.switchboard.media.recording.Recording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The recordings of one call that begin or run, and which legs they copy. Thread-safe. */
final class CallRecordings {
  /** A leg that is copied. */
  record Copied(Recording recording, String track, boolean video) {}

  private static final class Entry {
    private final boolean video;
    private final Map<String, String> tracks;
    private Optional<Recording> recording = Optional.empty();
    private boolean stopped;

    private Entry(RecordingPlan plan) {
      this.video = plan.video();
      this.tracks = new LinkedHashMap<>(plan.tracks());
    }
  }

  private final Map<String, Entry> entries = new HashMap<>();

  /** Takes note of one that is about to begin. */
  synchronized void begins(RecordingPlan plan) {
    if (entries.putIfAbsent(plan.id(), new Entry(plan)) != null) {
      throw new IllegalStateException("Recording " + plan.id() + " runs already");
    }
  }

  /**
   * It has begun; the legs that it copies. It is stopped here if that was asked in the meantime.
   */
  synchronized List<String> begun(Recording recording) {
    Entry entry = entries.get(recording.id());
    if (entry == null) {
      return List.of();
    }
    entry.recording = Optional.of(recording);
    if (entry.stopped) {
      recording.stop();
    }
    return List.copyOf(entry.tracks.keySet());
  }

  /** Has another leg go into a track, instead of the one before; false if there is no such one. */
  synchronized boolean move(String recordingId, String legId, String track) {
    Entry entry = entries.get(recordingId);
    if (entry == null) {
      return false;
    }
    entry.tracks.values().remove(track);
    entry.tracks.put(legId, track);
    return true;
  }

  /** By which recordings a leg is copied now. */
  synchronized List<Copied> of(String legId) {
    List<Copied> all = new ArrayList<>();
    for (Entry entry : entries.values()) {
      Optional.ofNullable(entry.tracks.get(legId))
          .flatMap(track -> entry.recording.map(each -> new Copied(each, track, entry.video)))
          .ifPresent(all::add);
    }
    return all;
  }

  synchronized void stop(String recordingId) {
    Entry entry = entries.get(recordingId);
    if (entry != null) {
      entry.stopped = true;
      entry.recording.ifPresent(Recording::stop);
    }
  }

  synchronized void stopAll() {
    entries.keySet().forEach(this::stop);
  }

  synchronized void ended(String recordingId) {
    entries.remove(recordingId);
  }
}
