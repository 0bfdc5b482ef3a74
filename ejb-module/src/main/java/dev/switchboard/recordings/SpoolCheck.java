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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for folders in the spool that nobody needs. Those of recordings that are settled are
 * deleted: what is to be kept is in the storage. Reported and left alone are those that no row
 * knows, since somebody may have put the database back to an earlier day, and those with media of
 * recordings that failed, since the disk may have been away when it was looked for them.
 */
@ApplicationScoped
public class SpoolCheck {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  @Inject private RecordingSettings settings;
  @Inject private RecordingProgress progress;
  @Inject private MeterRegistry meters;

  private Set<Path> orphans = Set.of();

  @PostConstruct
  void register() {
    Gauge.builder("switchboard.recordings.orphans", this, check -> check.orphans().size())
        .description("What is in the spool or in the storage and belongs to no recording")
        .tag("place", "spool")
        .register(meters);
  }

  /** The folders that belonged to no recording when it was looked for them last. */
  synchronized Set<Path> orphans() {
    return orphans;
  }

  /** Looks now; each orphan is logged when it is found first. */
  synchronized void check() {
    try {
      Set<Path> found = new HashSet<>();
      for (Path folder : Folders.in(settings.spool())) {
        Optional<RecordingState> state =
            progress.state(new RecordingId(folder.getFileName().toString()));
        if (mayBeMissed(folder, state)) {
          found.add(folder);
        } else if (state.get().isSettled()) {
          Folders.delete(folder);
        }
      }
      found.stream()
          .filter(folder -> !orphans.contains(folder))
          .forEach(
              folder ->
                  LOG.warn(
                      "{} belongs to no recording, or to one that failed; it is left alone",
                      folder));
      orphans = Set.copyOf(found);
    } catch (IOException e) {
      LOG.warn("The spool can't be looked through", e);
    }
  }

  /** Whether somebody may look for what is in a folder, and only there. */
  static boolean mayBeMissed(Path folder, Optional<RecordingState> state) throws IOException {
    if (state.isEmpty()) {
      return true;
    }
    if (state.get() != RecordingState.FAILED) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> !file.endsWith(RecordingFile.MANIFEST));
    }
  }
}
