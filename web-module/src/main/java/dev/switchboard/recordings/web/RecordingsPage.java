package dev.switchboard.recordings.web;

import dev.switchboard.recordings.RecordingEntry;
import dev.switchboard.recordings.RecordingId;
import dev.switchboard.recordings.RecordingLibrary;
import dev.switchboard.web.FieldMessages;
import dev.switchboard.web.Figures;
import dev.switchboard.web.Visitor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The recordings that the visitor may watch, the latest first (S4.6). */
@Named("recordingList")
@RequestScoped
public class RecordingsPage {
  @Inject private RecordingLibrary library;
  @Inject private Visitor visitor;

  private @Nullable List<RecordingEntry> all;

  /** What has been shown once is no news any more. */
  public List<RecordingEntry> getAll() {
    if (all == null) {
      all = library.list(visitor.account());
      library.markSeen(visitor.account());
    }
    return all;
  }

  /** Who else took part. */
  public String others(RecordingEntry recording) {
    return String.join(", ", recording.others());
  }

  /** As {@code 1:05:09} or {@code 0:42}. */
  public String length(RecordingEntry recording) {
    return Figures.clock(recording.length());
  }

  public String size(long bytes) {
    return Figures.size(bytes);
  }

  /** Whether something of it can be had. */
  public boolean isReady(RecordingEntry recording) {
    return !recording.files().isEmpty();
  }

  /** The address of the log of who consented when. */
  public String consents(RecordingEntry recording) {
    return "/recordings/" + recording.id() + "/" + RecordingLibrary.CONSENTS;
  }

  /** The address of a file, to be saved. */
  public String address(RecordingEntry recording, RecordingEntry.FileEntry file) {
    return "/recordings/" + recording.id() + "/" + file.name() + "?download";
  }

  /** Deletes the recording of parameter {@code recording}, if it is the visitor's. */
  public String delete() {
    if (library.delete(visitor.account(), new RecordingId(visitor.id("recording")))) {
      FieldMessages.done("recordings.deleted");
    }
    return "/recordings.xhtml?faces-redirect=true";
  }
}
