package dev.switchboard.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which threads of this process get a processor first and last (sched(7)). Client and engine share
 * the processors of one machine here, as they never do elsewhere: what takes the time of packets
 * must not wait for the client's other work, and neither must the engine, or the client's time is
 * told instead of the engine's. Needs the right to do so (root has it), and says so where it is
 * missing.
 */
final class Scheduling {
  private static final Path THREADS = Path.of("/proc/self/task");

  private Scheduling() {}

  /** Before all others of the machine, at once (SCHED_FIFO). */
  static void first(String thread) throws IOException, InterruptedException {
    change(thread, "--fifo", "10");
  }

  /** Only while no other thread of the machine wants to (SCHED_IDLE). */
  static void last(String thread) throws IOException, InterruptedException {
    change(thread, "--idle", "0");
  }

  private static void change(String thread, String policy, String priority)
      throws IOException, InterruptedException {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path each : threads) {
        if (Files.readString(each.resolve("comm")).strip().equals(thread)) {
          String id = each.getFileName().toString();
          Process process =
              new ProcessBuilder("chrt", policy, "--pid", priority, id).inheritIO().start();
          if (process.waitFor() != 0) {
            System.err.println("No change of scheduling: latencies contain waits of the client.");
          }
        }
      }
    }
  }
}
