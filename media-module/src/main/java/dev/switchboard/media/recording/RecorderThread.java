package dev.switchboard.media.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that works on some recordings, in turns. It may wait for the disk. */
final class RecorderThread implements Executor, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RecorderThread.class);

  private static final long ROUND_MILLIS = 20;
  private static final long CLOSE_SECONDS = 10;

  private final LongSupplier clock;
  private final ScheduledExecutorService executor;
  private final AtomicInteger size = new AtomicInteger();

  /** On the thread. */
  private final List<Recording> recordings = new ArrayList<>();

  /** Rounds, as long as there are recordings. On the thread. */
  private @Nullable Future<?> rounds;

  /**
   * @param clock of the loops, ns
   */
  RecorderThread(String name, LongSupplier clock) {
    this.clock = clock;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Recordings that it works on. Any thread. */
  int size() {
    return size.get();
  }

  /** Counts a recording that will be added, or that is not after all. */
  void count(int change) {
    size.addAndGet(change);
  }

  /**
   * On the thread.
   *
   * @throws RejectedExecutionException if it is closed
   */
  void add(Recording recording) {
    if (rounds == null) {
      rounds =
          executor.scheduleWithFixedDelay(
              this::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }
    recordings.add(recording);
  }

  private void round() {
    try {
      long now = clock.getAsLong();
      int before = recordings.size();
      recordings.removeIf(recording -> !recording.work(now));
      count(recordings.size() - before);
      rest();
    } catch (RuntimeException | Error e) {
      log.error("a round of the recorder failed; it goes on", e);
    }
  }

  /** Wakes no processor up for nothing. */
  private void rest() {
    Future<?> running = rounds;
    if (recordings.isEmpty() && running != null) {
      running.cancel(false);
      rounds = null;
    }
  }

  /** Runs a task on the thread, between two rounds; not once it is closed. */
  @Override
  public void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("the recorder is closed", e);
    }
  }

  /** Finishes all recordings, and waits for that. Not on the thread. */
  @Override
  public void close() {
    execute(
        () -> {
          round();
          recordings.forEach(Recording::finish);
        });
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.error("a recording is not finished in {} s; the next start will do it", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
