package dev.switchboard.recordings;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Where finished recordings are kept: one place each, which holds its files by their names. All
 * methods block, may be asked from any thread, and fail with {@link IOException} while the storage
 * is away. What they did before they failed does no harm: they may be called again.
 */
public interface RecordingStorage extends AutoCloseable {
  /**
   * How the name of what a trial writes begins; the node's name follows. So one that was killed in
   * a trial leaves nothing that the next does not delete.
   */
  String PROBE = ".probe-";

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

  /**
   * An address at which anybody who has it gets a file from the storage itself, with ranges; empty
   * if the storage serves nobody but us. Asks no server.
   *
   * @param attachment whether browsers are to save it, rather than show it
   * @param good for how long
   */
  Optional<URI> direct(
      String location, String name, String mediaType, boolean attachment, Duration good);

  /** The file itself, if it lies on a disk of this machine, to be read as long as it is there. */
  default Optional<Path> local(String location, String name) {
    return Optional.empty();
  }

  /** Deletes all files of a recording, whole or begun; nothing if there are none. */
  void delete(String location) throws IOException;

  /** The recordings of which something is here, where new ones go. */
  Set<RecordingId> held() throws IOException;

  /** The room that is left, in bytes; the greatest number if there is no telling. */
  long freeSpace() throws IOException;

  /**
   * Writes, reads and deletes a small object of its own. One at a time on each node.
   *
   * @throws java.nio.file.AccessDeniedException if the storage is there, but refuses us
   */
  void trial() throws IOException;

  /** Lets go of connections. */
  @Override
  void close();
}
