package dev.switchboard.web;

import java.time.Duration;
import java.util.Locale;

/** Lengths and sizes as people read them, the same in all languages. */
public final class Figures {
  private static final double MEBIBYTE = 1 << 20;

  private Figures() {}

  /** As {@code 1:05:09} or {@code 0:42}. */
  public static String clock(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** As {@code 12.3 MB}; no file is smaller than {@code 0.1 MB}. */
  public static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", Math.max(0.1, bytes / MEBIBYTE));
  }
}
