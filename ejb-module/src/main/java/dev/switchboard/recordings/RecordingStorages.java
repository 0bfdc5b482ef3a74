package dev.switchboard.recordings;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All storages side by side: new recordings go where the settings say, and each is read where its
 * location says, whatever the settings have become.
 */
final class RecordingStorages implements RecordingStorage {
  private final FolderStorage folder;
  private final S3Settings settings;
  private final String node;

  /** Made when it is needed: most servers have no bucket. Guarded by this. */
  private @Nullable S3Storage s3;

  /**
   * @param node this one, among those that keep their recordings there
   */
  RecordingStorages(Path folder, S3Settings settings, String node) {
    this.folder = new FolderStorage(folder, node);
    this.settings = settings;
    this.node = node;
  }

  private RecordingStorage chosen() {
    return settings.bucket().isPresent() ? s3() : folder;
  }

  private RecordingStorage of(String location) {
    return S3Storage.has(location) ? s3() : folder;
  }

  private synchronized S3Storage s3() {
    if (s3 == null) {
      s3 = S3Storage.of(settings, node);
    }
    return s3;
  }

  @Override
  public String location(RecordingId recording) {
    return chosen().location(recording);
  }

  @Override
  public Stored store(String location, String name, Path file) throws IOException {
    return of(location).store(location, name, file);
  }

  @Override
  public InputStream open(String location, String name, long from, long length) throws IOException {
    return of(location).open(location, name, from, length);
  }

  @Override
  public Optional<URI> direct(
      String location, String name, String mediaType, boolean attachment, Duration good) {
    return of(location).direct(location, name, mediaType, attachment, good);
  }

  @Override
  public Optional<Path> local(String location, String name) {
    return of(location).local(location, name);
  }

  @Override
  public void delete(String location) throws IOException {
    of(location).delete(location);
  }

  @Override
  public Set<RecordingId> held() throws IOException {
    return chosen().held();
  }

  @Override
  public long freeSpace() throws IOException {
    return chosen().freeSpace();
  }

  @Override
  public void trial() throws IOException {
    chosen().trial();
  }

  @Override
  public synchronized void close() {
    if (s3 != null) {
      s3.close();
    }
  }
}
