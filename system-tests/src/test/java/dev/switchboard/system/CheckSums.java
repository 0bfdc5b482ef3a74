package dev.switchboard.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What tells whether two files are the same. */
final class CheckSums {
  private CheckSums() {}

  /** The SHA-256 of each file, by its name. */
  static Map<String, String> of(List<Path> files) {
    Map<String, String> sums = new TreeMap<>();
    for (Path file : files) {
      sums.put(file.getFileName().toString(), of(read(file)));
    }
    return sums;
  }

  static String of(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
