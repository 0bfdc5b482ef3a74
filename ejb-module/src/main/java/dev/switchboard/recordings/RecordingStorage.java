package dev.switchboard.recordings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Where finished recordings are kept: one place each, which holds its files by their names. All
 * methods block, may be asked from any thread, and fail with {@link IOException} while the storage
 * is away. What they did before they failed does no harm: they may be called again.
 */
public interface RecordingStorage {

  /**
   * A file that is in the storage.
   *
   * @param checkSum SHA-256 of what was read, which the storage has, in 64 hexadecimal digits
   */
  record Stored(long bytes, String checkSum) {}

  /** Where a recording is kept, or would be: a URI, which stays good when settings change. */
  String location(RecordingId recording);

  /** Brings a file there, to stay when this returns; replaces one of the same name. */
  Stored store(String location, String name, Path file) throws IOException;

  /**
   * Reads a part of a file.
   *
   * @param from the first byte, from 0
   * @param length at most as many bytes as the file has from there on
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  InputStream open(String location, String name, long from, long length) throws IOException;

  /** Deletes all files of a recording; nothing if there are none. */
  void delete(String location) throws IOException;

  /** The room that is left, in bytes; the greatest number if there is no telling. */
  long freeSpace() throws IOException;

  /** Writes, reads and deletes a small object of its own. */
  void trial() throws IOException;
}
