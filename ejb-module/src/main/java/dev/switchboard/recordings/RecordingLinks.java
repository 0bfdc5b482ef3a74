package dev.switchboard.recordings;

import dev.switchboard.Secrets;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.Accounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Links by which a download manager gets a file without a login (S4.5). What they are worth is
 * looked up each time: who may no longer see a recording gets nothing by an older link.
 */
@ApplicationScoped
public class RecordingLinks {
  /** For which a link is good; what has begun goes on. */
  public static final Duration LIFE = Duration.ofMinutes(15);

  @Inject private RecordingLinkKeys keys;
  @Inject private RecordingLibrary library;
  @Inject private Accounts accounts;
  @Inject private Clock clock;

  /** Made when it is needed first; the same on all nodes. */
  private volatile @Nullable LinkSignature signature;

  /**
   * What a link says.
   *
   * @param until when it expires; whole seconds
   */
  public record Link(
      RecordingId recording, String file, AccountId viewer, Instant until, String signature) {}

  /** A link to a file, good for {@link #LIFE}. The viewer's right is looked at when it is used. */
  public Link sign(AccountId viewer, RecordingId recording, String file) {
    Instant until = Instant.ofEpochSecond(clock.instant().plus(LIFE).getEpochSecond());
    return new Link(recording, file, viewer, until, signature().of(recording, file, viewer, until));
  }

  /**
   * The file of a link; empty if it was forged or altered, has expired, or is of somebody who may
   * not, or no longer, have the file.
   */
  public Optional<RecordingLibrary.Download> open(Link link) {
    Instant now = clock.instant();
    boolean inTime = now.isBefore(link.until()) && !now.plus(LIFE).isBefore(link.until());
    if (!inTime
        || !Secrets.isId(link.viewer().value())
        || !signature()
            .isOf(link.signature(), link.recording(), link.file(), link.viewer(), link.until())) {
      return Optional.empty();
    }
    return accounts
        .find(link.viewer())
        .filter(viewer -> viewer.enabled() && !viewer.mustChangePassword())
        .flatMap(viewer -> library.download(viewer.id(), link.recording(), link.file()));
  }

  private LinkSignature signature() {
    LinkSignature known = signature;
    if (known == null) {
      known = new LinkSignature(key());
      signature = known;
    }
    return known;
  }

  private String key() {
    return keys.find().orElseGet(this::newKey);
  }

  private String newKey() {
    try {
      keys.make();
    } catch (RuntimeException e) {
      // Another node was first: its key is everybody's.
      return keys.find().orElseThrow(() -> e);
    }
    return keys.find().orElseThrow(NoSuchElementException::new);
  }
}
