package dev.switchboard.recordings;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once after the start for recordings in the storage that no row knows: they are reported and
 * left alone, as those of the spool are.
 */
@ApplicationScoped
public class StorageCheck {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  @Inject private RecordingStorage storage;
  @Inject private RecordingStore store;
  @Inject private MeterRegistry meters;

  private volatile Set<RecordingId> orphans = Set.of();

  /** Whether it has been looked for, or is. */
  private final AtomicBoolean looked = new AtomicBoolean();

  @PostConstruct
  void register() {
    Gauge.builder("switchboard.recordings.orphans", this, check -> check.orphans().size())
        .description("What is left alone in the spool or in the storage")
        .tag("place", "storage")
        .register(meters);
  }

  /** What belonged to no recording when it was looked for. */
  Set<RecordingId> orphans() {
    return orphans;
  }

  /** Looks, unless it has or does; blocks as long as the storage takes. */
  void checkOnce() {
    if (!looked.compareAndSet(false, true)) {
      return;
    }
    try {
      Set<RecordingId> found = new HashSet<>(storage.held());
      // The rows come after: a recording that is stored meanwhile has one already.
      found.removeAll(store.all());
      found.forEach(
          id -> LOG.warn("{} in the storage belongs to no recording; it is left alone", id));
      orphans = Set.copyOf(found);
    } catch (IOException | RuntimeException e) {
      looked.set(false);
      LOG.debug("The storage can't be looked through; the next round tries again", e);
    }
  }
}
