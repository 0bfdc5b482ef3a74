package dev.switchboard.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real-time scheduling for a thread of this process (sched(7)): what takes the time of packets must
 * not wait for a processor until the client's other work is done, or it tells the client's time
 * instead of the engine's.
 */
final class RealTime {
  private static final Path THREADS = Path.of("/proc/self/task");

  private RealTime() {}

  /** Needs the right to do so (root has it), and says so where it is missing. */
  static void prefer(String thread) throws IOException, InterruptedException {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path each : threads) {
        if (Files.readString(each.resolve("comm")).strip().equals(thread)) {
          prefer(Long.parseLong(each.getFileName().toString()));
        }
      }
    }
  }

  private static void prefer(long id) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("chrt", "--fifo", "--pid", "10", Long.toString(id)).inheritIO().start();
    if (process.waitFor() != 0) {
      System.err.println("No real-time scheduling: latencies contain waits of the client.");
    }
  }
}
