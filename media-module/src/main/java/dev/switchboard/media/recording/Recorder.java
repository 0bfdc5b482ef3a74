package dev.switchboard.media.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Writes the recordings of a server on a few threads, which are made when they are first needed: a
 * disk that is slow for one recording holds up only those that share its thread. Thread-safe.
 */
public final class Recorder implements AutoCloseable {
  private static final int THREADS = 4;

  private final LongSupplier clock;
  private final InstantSource wallClock;
  private final long reserve;
  private final LongAdder dropped = new LongAdder();
  private final List<RecorderThread> threads = new ArrayList<>();
  private boolean closed;

  /**
   * @param clock of the loops, ns
   * @param reserve octets that must stay free on a recording's file system
   */
  public Recorder(LongSupplier clock, InstantSource wallClock, long reserve) {
    this.clock = clock;
    this.wallClock = wallClock;
    this.reserve = reserve;
  }

  /**
   * Begins a recording, into a folder of its own, which is made. Completes when it can copy, on a
   * recorder's thread; fails with an {@link IOException} if the folder can't be written or has no
   * room, and with an {@link IllegalStateException} when the recorder is closed.
   *
   * @param ended hears how it ended, once if it has begun, on the recorder's thread
   */
  public CompletionStage<Recording> begin(String id, Path folder, Consumer<Manifest> ended) {
    CompletableFuture<Recording> result = new CompletableFuture<>();
    synchronized (this) {
      // Under the lock, so that the thread isn't closed before it has taken the task.
      if (closed) {
        result.completeExceptionally(new IllegalStateException("The recorder is closed"));
        return result;
      }
      RecorderThread thread = quietest();
      thread.count(1);
      thread.execute(() -> begin(id, folder, ended, thread, result));
    }
    return result;
  }

  private void begin(
      String id,
      Path folder,
      Consumer<Manifest> ended,
      RecorderThread thread,
      CompletableFuture<Recording> result) {
    Recording recording =
        new Recording(
            id,
            folder,
            reserve,
            wallClock.instant(),
            clock.getAsLong(),
            ended,
            dropped::add,
            thread);
    try {
      recording.begin();
      thread.add(recording);
      result.complete(recording);
    } catch (IOException | RuntimeException e) {
      thread.count(-1);
      result.completeExceptionally(e);
    }
  }

  private RecorderThread quietest() {
    if (threads.size() < THREADS && threads.stream().allMatch(each -> each.size() > 0)) {
      threads.add(new RecorderThread("recorder-" + threads.size(), clock));
    }
    return Collections.min(threads, Comparator.comparingInt(RecorderThread::size));
  }

  /** Adds how many recordings run, and the packets that were dropped because it was behind. */
  public synchronized void addTo(Map<String, Long> sums) {
    sums.put("recordings", threads.stream().mapToLong(RecorderThread::size).sum());
    sums.put("drop.recorder-busy", dropped.sum());
  }

  /** Finishes all recordings, which is told as their end, and waits for that. */
  @Override
  public void close() {
    List<RecorderThread> open;
    synchronized (this) {
      closed = true;
      open = List.copyOf(threads);
    }
    open.forEach(RecorderThread::close);
  }
}
