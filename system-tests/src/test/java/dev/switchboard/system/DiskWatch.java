package dev.switchboard.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Looks every few milliseconds at the spool and at the storage, and keeps the names of all files
 * that it sees there and that were not there when it began.
 */
final class DiskWatch implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(3);

  private final RecordingFolders folders;
  private final Set<Path> before;
  private final Set<Path> seen = new TreeSet<>();
  private final Thread thread = new Thread(this::watch, "disk-watch");
  private volatile boolean closed;

  private DiskWatch(RecordingFolders folders) {
    this.folders = folders;
    this.before = Set.copyOf(now());
    thread.setDaemon(true);
  }

  static DiskWatch of(RecordingFolders folders) {
    DiskWatch watch = new DiskWatch(folders);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    while (!closed) {
      look();
      LockSupport.parkNanos(STEP.toNanos());
    }
  }

  private synchronized void look() {
    now().stream().filter(file -> !before.contains(file)).forEach(seen::add);
  }

  private List<Path> now() {
    return Stream.concat(folders.spooled().stream(), folders.stored().stream()).toList();
  }

  /** What has been seen so far, and is there now. */
  synchronized List<Path> seen() {
    look();
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
