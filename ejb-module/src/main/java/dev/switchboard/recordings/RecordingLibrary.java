package dev.switchboard.recordings;

import dev.switchboard.RetryOnConflict;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.recordings.RecordingEntry.FileEntry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The recordings that an account may watch: those it asked for, or consented to. */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class RecordingLibrary {
  @Inject private RecordingStore store;
  @Inject private RecordingStorage storage;

  /** The name under which the log of who was asked and what they said is had with the files. */
  public static final String CONSENTS = "consent.json";

  private final RecordingEvents words = new RecordingEvents();

  /** A file that an account may have. */
  public record Download(String name, String mediaType, long bytes, Content content) {}

  /** Where a file is read from. */
  public interface Content {
    /** Opens it; blocks as long as the storage takes. */
    InputStream open() throws IOException;
  }

  /** All of the account's recordings that have begun, the latest first. */
  public List<RecordingEntry> list(AccountId account) {
    return store.visibleTo(account).stream().map(recording -> entry(recording, account)).toList();
  }

  /** The account has seen its list: no recording in it is news any more. */
  public void markSeen(AccountId account) {
    store.unseen(account).forEach(Recording::see);
  }

  /** A file of a recording; empty if there is none of this name that the account may have. */
  public Optional<Download> download(AccountId account, RecordingId id, String name) {
    return store
        .find(id)
        .filter(recording -> recording.state() == RecordingState.READY)
        .filter(recording -> recording.mayBeSeenBy(account))
        .flatMap(recording -> download(recording, name));
  }

  private Optional<Download> download(Recording recording, String name) {
    if (name.equals(CONSENTS)) {
      byte[] log = words.consents(recording).getBytes(StandardCharsets.UTF_8);
      return Optional.of(
          new Download(name, "application/json", log.length, () -> new ByteArrayInputStream(log)));
    }
    String location = recording.location().orElseThrow();
    return recording.files().stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .map(file -> download(location, file));
  }

  private Download download(String location, RecordingFile file) {
    String name = file.name();
    long bytes = file.bytes();
    return new Download(
        name, file.mediaType(), bytes, () -> storage.open(location, name, 0, bytes));
  }

  private static RecordingEntry entry(Recording recording, AccountId account) {
    boolean ready = recording.state() == RecordingState.READY;
    return new RecordingEntry(
        recording.id(),
        recording.startedAt().orElse(recording.requestedAt()),
        recording.length(),
        recording.bytes(),
        recording.state(),
        recording.outcome(),
        recording.hasVideo(),
        recording.requester().isOf(account),
        recording.parties().stream()
            .filter(party -> !party.isOf(account))
            .map(party -> party.party().name())
            .toList(),
        ready ? recording.files().stream().map(file -> file(recording, file)).toList() : List.of());
  }

  private static FileEntry file(Recording recording, RecordingFile file) {
    String who =
        recording.parties().stream()
            .filter(party -> file.track().isPresent() && party.track().equals(file.track()))
            .map(party -> party.party().name())
            .findFirst()
            .orElse("");
    return new FileEntry(file.name(), file.mediaType(), file.bytes(), who);
  }
}
