package dev.switchboard.recordings;

import dev.switchboard.RetryOnConflict;
import dev.switchboard.accounts.AccountId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The recordings that an account may watch: those it asked for, or consented to. */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class RecordingLibrary {
  @Inject private RecordingStore store;
  @Inject private RecordingStorage storage;
  @Inject private RecordingAnnouncer announcer;
  @Inject private Clock clock;

  /** The name under which the log of who was asked and what they said is had with the files. */
  public static final String CONSENTS = "consent.json";

  /** Of an address of the storage: a player may seek, and a download begin again, that long. */
  private static final Duration DIRECT_LIFE = Duration.ofMinutes(15);

  private final RecordingEvents words = new RecordingEvents();

  /**
   * A file that an account may have.
   *
   * @param tag of this content, and no other
   * @param modified when it was finished
   */
  public record Download(
      String name, String mediaType, long bytes, String tag, Instant modified, Content content) {}

  /** Where a file is read from. */
  public interface Content {
    /** Opens a part, all of which exists; blocks as long as the storage takes. */
    InputStream open(long first, long count) throws IOException;

    /**
     * An address of the storage's own for all of it, good for minutes; empty if it is to be read
     * here.
     *
     * @param attachment whether browsers are to save it, rather than show it
     */
    default Optional<URI> direct(boolean attachment) {
      return Optional.empty();
    }
  }

  /** A recording; empty if there is none of this id that the account may watch. */
  public Optional<RecordingDetail> find(AccountId account, RecordingId id) {
    return store
        .find(id)
        .filter(recording -> recording.startedAt().isPresent())
        .filter(recording -> recording.state() != RecordingState.REFUSED)
        .filter(recording -> recording.state() != RecordingState.DELETED)
        .filter(recording -> recording.mayBeSeenBy(account))
        .map(recording -> RecordingDetail.of(recording, account));
  }

  /** The account has seen its list: no recording in it is news any more. */
  public void markSeen(AccountId account) {
    store.unseen(account).forEach(Recording::see);
  }

  /**
   * Deletes a recording that the account asked for; the log of who consented stays. Nothing if it
   * is somebody else's, or not there yet.
   *
   * @return whether it is deleted
   */
  public boolean delete(AccountId owner, RecordingId id) {
    return store
        .find(id)
        .filter(recording -> recording.requester().isOf(owner))
        .filter(Recording::mayBeDeleted)
        .map(
            recording -> {
              recording.delete(clock.instant());
              announcer.publish(recording);
              return true;
            })
        .orElse(false);
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
    Instant finished = recording.readyAt().orElseThrow();
    if (name.equals(CONSENTS)) {
      byte[] log = words.consents(recording).getBytes(StandardCharsets.UTF_8);
      String tag = HexFormat.of().formatHex(CheckSum.SHA_256.digest().digest(log));
      Content content = (first, count) -> new ByteArrayInputStream(log, (int) first, (int) count);
      return Optional.of(
          new Download(name, "application/json", log.length, tag, finished, content));
    }
    String location = recording.location().orElseThrow();
    return recording.files().stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .map(
            file ->
                new Download(
                    name,
                    file.mediaType(),
                    file.bytes(),
                    file.checkSum().orElse(name),
                    finished,
                    content(location, file)));
  }

  /** The manifest is read by our pages' scripts, which may ask no other server. */
  private Content content(String location, RecordingFile file) {
    return file.name().equals(RecordingFile.MANIFEST)
        ? (first, count) -> storage.open(location, file.name(), first, count)
        : new TrackContent(storage, location, file.name(), file.mediaType());
  }

  private record TrackContent(
      RecordingStorage storage, String location, String name, String mediaType) implements Content {
    @Override
    public InputStream open(long first, long count) throws IOException {
      return storage.open(location, name, first, count);
    }

    @Override
    public Optional<URI> direct(boolean attachment) {
      return storage.direct(location, name, mediaType, attachment, DIRECT_LIFE);
    }
  }
}
