package dev.switchboard.recordings.web;

import dev.switchboard.recordings.Availability;
import dev.switchboard.recordings.Outcome;
import dev.switchboard.recordings.RecordingEntry;
import dev.switchboard.recordings.RecordingState;
import dev.switchboard.recordings.StorageMonitor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** What keeps a recording that is over from being ready (S4.7). */
@Named("recordingDelay")
@RequestScoped
public class RecordingDelay {
  @Inject private StorageMonitor monitor;

  /** The end of the key of the words for it; empty if nothing does. */
  public String cause(RecordingEntry recording) {
    if (recording.state() != RecordingState.FINISHING) {
      return "";
    }
    if (isThrownAway(recording)) {
      return Outcome.WITHDRAWN.name();
    }
    Availability now = monitor.availability();
    return now == Availability.AVAILABLE || now == Availability.UNTRIED ? "" : now.name();
  }

  /** Whether it will never be ready, because a consent was taken back. */
  public boolean isThrownAway(RecordingEntry recording) {
    return recording.outcome().filter(Outcome.WITHDRAWN::equals).isPresent();
  }
}
