package dev.switchboard.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Looks every few milliseconds at all that a server has on its disk, and keeps the names of all
 * files that it sees there and that were not there when it began. It leaves out where the server
 * writes for other reasons: its database, its log, the queues and transactions that it keeps, what
 * it has unpacked to run, and the trials of the storage.
 */
final class DiskWatch implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(3);
  private static final List<String> FOR_OTHER_REASONS =
      List.of("database", "server/log", "server/data", "server/tmp/vfs");

  private final Path data;
  private final Set<Path> leftOut;
  private final Set<Path> before;
  private final Set<Path> seen = new TreeSet<>();
  private final Thread thread = new Thread(this::watch, "disk-watch");
  private volatile boolean closed;

  /** Why it could not look; null while it could. */
  private volatile Throwable failure;

  private DiskWatch(Path data) {
    this.data = data;
    this.leftOut = FOR_OTHER_REASONS.stream().map(data::resolve).collect(Collectors.toSet());
    this.before = now();
    thread.setDaemon(true);
  }

  static DiskWatch of(Server server) {
    DiskWatch watch = new DiskWatch(server.data());
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (!closed) {
        look();
        LockSupport.parkNanos(STEP.toNanos());
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private synchronized void look() {
    now().stream().filter(file -> !before.contains(file)).forEach(seen::add);
  }

  private Set<Path> now() {
    Set<Path> files = new HashSet<>();
    try {
      Files.walkFileTree(data, new Visitor(files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Collects files; what goes while it looks is no failure. */
  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Set<Path> files;

    private Visitor(Set<Path> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return leftOut.contains(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!RecordingFolders.isTrial(file)) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      return gone(e);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
      return e == null ? FileVisitResult.CONTINUE : gone(e);
    }

    private static FileVisitResult gone(IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }

  /** What has been seen so far, and is there now. */
  synchronized List<Path> seen() {
    assertLooked();
    look();
    return List.copyOf(seen);
  }

  /** What has been seen so far outside of a folder. */
  List<Path> seenOutside(Path folder) {
    return seen().stream().filter(file -> !file.startsWith(folder)).toList();
  }

  private void assertLooked() {
    Throwable why = failure;
    if (why != null) {
      throw new IllegalStateException("the disk could not be looked at", why);
    }
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
    assertLooked();
  }
}
