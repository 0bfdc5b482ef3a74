package dev.switchboard.recordings;

import dev.switchboard.calls.CallSettings;
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
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves no recording in progress: at the start it ends those that ran on this node before, and
 * from then on it finishes what has ended here and erases what was deleted and, on any node, lapses
 * requests whose message was lost and deletes what has been kept long enough.
 */
@Singleton
@Startup
@DependsOn({"Schema", "MediaEngine", "CallSweeper"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class RecordingSweeper {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  /** The message comes first; what is still there after that has lost it. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** So many recordings are finished at once: a slow storage must not hold all threads. */
  private static final int AT_ONCE = 4;

  @Inject private RecordingStore store;
  @Inject private RecordingProgress progress;
  @Inject private RecordingFinisher finisher;
  @Inject private SpoolCheck spool;
  @Inject private StorageCheck storage;
  @Inject private CallSettings settings;
  @Inject private Clock clock;
  @Resource private ManagedExecutorService executor;

  /** Of before the start, and not yet ended. */
  private final Set<RecordingId> left = ConcurrentHashMap.newKeySet();

  private final Set<RecordingId> finishing = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean sweeping = new AtomicBoolean();

  @PostConstruct
  void recover() {
    left.addAll(store.openOn(settings.node()));
    endLeft();
    spool.check();
  }

  private void endLeft() {
    left.removeIf(
        recording -> attempt("end", recording, () -> progress.serverRestarted(recording)));
  }

  /** Every two seconds, but never twice at once. */
  @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
  void sweep() {
    if (!sweeping.compareAndSet(false, true)) {
      return;
    }
    try {
      endLeft();
      for (RecordingId recording : store.lapsed(clock.instant().minus(GRACE))) {
        attempt("lapse", recording, () -> progress.lapse(recording));
      }
      for (RecordingId recording : store.toFinish(settings.node(), clock.instant())) {
        if (finishing.size() < AT_ONCE && !left.contains(recording)) {
          finish(recording);
        }
      }
    } finally {
      sweeping.set(false);
    }
  }

  /** Every minute: what is too old goes, and what nobody needs is looked for. */
  @Schedule(hour = "*", minute = "*", second = "30", persistent = false)
  void tidy() {
    for (RecordingId recording : store.expired(clock.instant())) {
      attempt("expire", recording, () -> progress.expire(recording));
    }
    spool.check();
    checkStorage();
  }

  private void checkStorage() {
    try {
      executor.execute(storage::checkOnce);
    } catch (RejectedExecutionException e) {
      LOG.debug("The server goes down: the storage is not looked through", e);
    }
  }

  private void finish(RecordingId recording) {
    if (!finishing.add(recording)) {
      return;
    }
    try {
      executor.execute(
          () -> {
            try {
              attempt("finish", recording, () -> finisher.finish(recording));
            } finally {
              finishing.remove(recording);
            }
          });
    } catch (RejectedExecutionException e) {
      finishing.remove(recording);
      LOG.debug("The server goes down: recording {} is finished after the start", recording, e);
    }
  }

  /** One row that makes trouble must not keep the others from being looked at. */
  private static boolean attempt(String what, RecordingId id, Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException e) {
      LOG.error("Could not {} recording {}; the next round tries again", what, id, e);
      return false;
    }
  }
}
