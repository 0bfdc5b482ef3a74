package dev.switchboard.recordings;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for folders in the spool that nobody needs. Those of recordings that are settled are
 * deleted: what is to be kept is in the storage. A recording that failed because its disk was away
 * is completed when its media is there again. Reported and left alone are folders that no row
 * knows, since somebody may have put the database back to an earlier day, and what else of a failed
 * recording can't be completed.
 */
@ApplicationScoped
public class SpoolCheck {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  /** As the media engine names them (docs/recording-manifest.md). */
  private static final Pattern SEGMENT = Pattern.compile(".+-[0-9]+\\.(webm|mkv)");

  private static final String WHAT_FAILED =
      "{} has media of a recording that failed; it is left alone until that is deleted";

  @Inject private RecordingSettings settings;
  @Inject private RecordingProgress progress;
  @Inject private MeterRegistry meters;

  private Set<Path> orphans = Set.of();

  @PostConstruct
  void register() {
    Gauge.builder("switchboard.recordings.orphans", this, check -> check.orphans().size())
        .description("What is left alone in the spool or in the storage")
        .tag("place", "spool")
        .register(meters);
  }

  /** The folders that were left alone when it was looked for them last. */
  synchronized Set<Path> orphans() {
    return orphans;
  }

  /** Looks now; each orphan is logged when it is found first. */
  synchronized void check() {
    try {
      Set<Path> found = new HashSet<>();
      for (Path folder : Folders.in(settings.spool())) {
        if (isOrphan(folder)) {
          found.add(folder);
        }
      }
      orphans = Set.copyOf(found);
    } catch (IOException e) {
      LOG.warn("The spool can't be looked through", e);
    }
  }

  /** Whether it must be left alone. What need not be is deleted, or completed. */
  private boolean isOrphan(Path folder) {
    RecordingId id = new RecordingId(folder.getFileName().toString());
    Optional<RecordingState> state = progress.state(id);
    if (state.isEmpty()) {
      return report(folder, "{} belongs to no recording; it is left alone");
    }
    try {
      if (state.get() == RecordingState.FAILED && holdsMedia(folder)) {
        return !progress.recover(id) && report(folder, WHAT_FAILED);
      }
      if (state.get().isSettled()) {
        Folders.delete(folder);
      }
    } catch (IOException e) {
      LOG.warn("{} can't be looked through, or deleted", folder, e);
    }
    return false;
  }

  private boolean report(Path folder, String words) {
    if (!orphans.contains(folder)) {
      LOG.warn(words, folder);
    }
    return true;
  }

  /** Whether there are segments in a folder, which are nowhere else until it is completed. */
  static boolean holdsMedia(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> SEGMENT.matcher(file.getFileName().toString()).matches());
    }
  }
}
