package dev.switchboard.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used (proc(5)).
 *
 * @param cpuNanos user and system time of all threads
 * @param residentBytes memory that it holds now
 */
record ProcessFigures(long cpuNanos, long residentBytes) {
  private static final Path PROCESSES = Path.of("/proc");
  private static final long NANOS_PER_TICK = 10_000_000L;
  private static final int UTIME = 11;
  private static final int RSS = 21;
  private static final int PAGE = 4_096;

  static ProcessFigures of(long pid) throws IOException {
    String[] fields = stat(PROCESSES.resolve(Long.toString(pid)));
    return new ProcessFigures(cpuNanos(fields), Long.parseLong(fields[RSS]) * PAGE);
  }

  /** User and system time of the threads that are there, by the beginning of their names. */
  static long cpuNanosOfThreads(long pid, String prefix) throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(PROCESSES.resolve(pid + "/task"))) {
      for (Path each : threads) {
        sum += cpuNanosOfThread(each, prefix);
      }
    }
    return sum;
  }

  /** 0 for one of another name, and for one that has ended meanwhile. */
  private static long cpuNanosOfThread(Path thread, String prefix) {
    try {
      return Files.readString(thread.resolve("comm")).startsWith(prefix)
          ? cpuNanos(stat(thread))
          : 0;
    } catch (IOException e) {
      // It has gone while it was looked at.
      return 0;
    }
  }

  /** The fields after the name, which is in parentheses and may have spaces in it. */
  private static String[] stat(Path of) throws IOException {
    String stat = Files.readString(of.resolve("stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
  }

  private static long cpuNanos(String[] fields) {
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) * NANOS_PER_TICK;
  }
}
