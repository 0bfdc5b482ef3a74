package dev.switchboard.recordings;

import dev.switchboard.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps recordings in a folder, each in one of its own. Files appear there whole, and synced. */
final class FolderStorage implements RecordingStorage {
  private static final int BLOCK = 128 * 1024;

  private final Path folder;
  private final Path probe;

  /**
   * @param node this one, among those that keep their recordings here
   */
  FolderStorage(Path folder, String node) {
    this.folder = folder.toAbsolutePath().normalize();
    this.probe = this.folder.resolve(PROBE + node);
  }

  @Override
  public String location(RecordingId recording) {
    return folder.resolve(recording.value()).toUri().toString().replaceFirst("/$", "");
  }

  @Override
  public Stored store(String location, String name, Path file) throws IOException {
    Path home = Files.createDirectories(path(location));
    Path part = home.resolve("." + name + ".part");
    try {
      Stored stored = copy(file, part);
      Files.move(part, home.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      sync(home);
      sync(folder);
      return stored;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The check sum is that of what is read back from the copy. */
  private static Stored copy(Path from, Path to) throws IOException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(
                to,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      String sent = transfer(in, out);
      out.force(true);
      try (FileChannel copy = FileChannel.open(to, StandardOpenOption.READ)) {
        if (!transfer(copy, null).equals(sent)) {
          throw new IOException("The copy of " + from.getFileName() + " is not what was copied");
        }
      }
      return new Stored(in.position(), sent);
    }
  }

  /** Reads to the end, writes if there is where, and gives the SHA-256 of it. */
  private static String transfer(FileChannel in, @Nullable FileChannel out) throws IOException {
    MessageDigest digest = CheckSum.SHA_256.digest();
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    while (in.read(block.clear()) >= 0) {
      block.flip();
      digest.update(block.duplicate());
      while (out != null && block.hasRemaining()) {
        out.write(block);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public InputStream open(String location, String name, long from, long length) throws IOException {
    FileChannel channel =
        FileChannel.open(path(location).resolve(name), StandardOpenOption.READ).position(from);
    return new Part(Channels.newInputStream(channel), length);
  }

  @Override
  public Optional<URI> direct(
      String location, String name, String mediaType, boolean attachment, Duration good) {
    return Optional.empty();
  }

  @Override
  public Optional<Path> local(String location, String name) {
    return Optional.of(path(location).resolve(name));
  }

  @Override
  public void delete(String location) throws IOException {
    Folders.delete(path(location));
  }

  @Override
  public Set<RecordingId> held() throws IOException {
    return Folders.in(folder).stream()
        .map(each -> each.getFileName().toString())
        .filter(Secrets::isId)
        .map(RecordingId::new)
        .collect(Collectors.toSet());
  }

  @Override
  public long freeSpace() throws IOException {
    Files.createDirectories(folder);
    return Files.getFileStore(folder).getUsableSpace();
  }

  @Override
  public void trial() throws IOException {
    Files.createDirectories(folder);
    byte[] written = Secrets.token().getBytes(StandardCharsets.US_ASCII);
    try {
      Files.write(
          probe,
          written,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
      if (!MessageDigest.isEqual(written, Files.readAllBytes(probe))) {
        throw new IOException("What was written to " + folder + " is not what is read");
      }
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  @Override
  public void close() {}

  private static Path path(String location) {
    return Path.of(URI.create(location));
  }

  /** So that a new name is still there after a power cut. */
  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
