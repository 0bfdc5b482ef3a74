package dev.switchboard.recordings.web;

import dev.switchboard.recordings.Availability;
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
    Availability now = monitor.availability();
    return recording.state() != RecordingState.FINISHING
            || now == Availability.AVAILABLE
            || now == Availability.UNTRIED
        ? ""
        : now.name();
  }
}
