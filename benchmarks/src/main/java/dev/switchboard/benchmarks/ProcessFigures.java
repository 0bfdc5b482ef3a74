package dev.switchboard.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used (proc(5)).
 *
 * @param cpuNanos user and system time of all threads
 * @param residentBytes memory that it holds now
 */
record ProcessFigures(long cpuNanos, long residentBytes) {
  private static final long NANOS_PER_TICK = 10_000_000L;
  private static final int UTIME = 11;
  private static final int RSS = 21;
  private static final int PAGE = 4_096;

  static ProcessFigures of(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    // The second field is the name in parentheses, in which there may be spaces.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1]);
    return new ProcessFigures(ticks * NANOS_PER_TICK, Long.parseLong(fields[RSS]) * PAGE);
  }
}
