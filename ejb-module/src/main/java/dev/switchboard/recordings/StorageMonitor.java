package dev.switchboard.recordings;

import dev.switchboard.media.MediaConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Really tries the storage every three seconds, and tells every device in a call at once when
 * recording becomes available, or not any more (S4.1).
 */
@Singleton
@Startup
@DependsOn("Schema")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class StorageMonitor {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  /** A trial that takes longer shows that the storage is slow, even if it works. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  @Inject private RecordingStorage storage;
  @Inject private RecordingSettings settings;
  @Inject private MediaConfig media;
  @Inject private AvailabilityNotices notices;
  @Inject private MeterRegistry meters;
  @Inject private Clock clock;
  @Resource private ManagedExecutorService executor;

  /** What is told; the trials set it, and whoever asks reads it. */
  private volatile Availability availability = Availability.UNTRIED;

  /** When the trial that runs began; null while none does. Guarded by this. */
  private @Nullable Instant trying;

  @PostConstruct
  void register() {
    Gauge.builder(
            "switchboard.recordings.available",
            this,
            monitor -> monitor.availability() == Availability.AVAILABLE ? 1 : 0)
        .description("1 while calls can be recorded, 0 while they can't")
        .register(meters);
  }

  /** Whether calls can be recorded, as of the last trial. */
  public Availability availability() {
    return availability;
  }

  @Schedule(hour = "*", minute = "*", second = "*/3", persistent = false)
  void round() {
    if (!begin()) {
      return;
    }
    try {
      executor.execute(this::tryOut);
    } catch (RejectedExecutionException e) {
      end();
      LOG.debug("The server goes down: the storage is not tried", e);
    }
  }

  /** One trial at a time; one that hangs tells by that. */
  private boolean begin() {
    Instant now = clock.instant();
    boolean slow;
    synchronized (this) {
      if (trying == null) {
        trying = now;
        return true;
      }
      slow =
          trying.plus(PATIENCE).isBefore(now)
              && !tellsMoreThanSlow(availability)
              && change(Availability.STORAGE_SLOW, null);
    }
    if (slow) {
      tell();
    }
    return false;
  }

  /** What a trial has found out stays while the next one takes long. */
  private static boolean tellsMoreThanSlow(Availability found) {
    return found == Availability.STORAGE_AWAY || found == Availability.STORAGE_REFUSES;
  }

  /** Whether it ends in time. */
  private synchronized boolean end() {
    boolean inTime = trying != null && !trying.plus(PATIENCE).isBefore(clock.instant());
    trying = null;
    return inTime;
  }

  private void tryOut() {
    Availability result = Availability.STORAGE_AWAY;
    Exception problem = null;
    boolean late;
    try {
      result = measure();
    } catch (AccessDeniedException e) {
      result = Availability.STORAGE_REFUSES;
      problem = e;
    } catch (IOException | RuntimeException e) {
      problem = e;
    } finally {
      late = !end();
    }
    if (late && result == Availability.AVAILABLE) {
      result = Availability.STORAGE_SLOW;
    }
    if (change(result, problem)) {
      tell();
    }
  }

  /** The room comes first: a trial would fail for the want of it, and tell no more than that. */
  private Availability measure() throws IOException {
    if (Math.min(spoolSpace(), storage.freeSpace()) <= media.recordingReserve()) {
      return Availability.NO_ROOM;
    }
    storage.trial();
    return Availability.AVAILABLE;
  }

  private long spoolSpace() throws IOException {
    try {
      Files.createDirectories(settings.spool());
      return Files.getFileStore(settings.spool()).getUsableSpace();
    } catch (AccessDeniedException e) {
      throw new IOException("The server has no right to its own spool", e);
    }
  }

  /** False if it is as it was. */
  private synchronized boolean change(Availability now, @Nullable Exception problem) {
    if (now == availability) {
      return false;
    }
    Level level = now == Availability.AVAILABLE ? Level.INFO : Level.WARN;
    LOG.atLevel(level).setCause(problem).log("Recording was {} and is {}", availability, now);
    availability = now;
    return true;
  }

  private void tell() {
    try {
      notices.tellAll();
    } catch (RuntimeException e) {
      LOG.error("Not every device could be told that recording is {}", availability, e);
    }
  }
}
