package dev.switchboard.system;

import dev.switchboard.recordings.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A server that keeps recordings in a bucket, on a line that may be slow, and, once it is told to,
 * in a folder.
 */
final class StoringServer implements AutoCloseable {
  private static final Path S3_PROXY =
      Path.of("../ejb-module/target/s3proxy/s3proxy.jar").toAbsolutePath();

  private final S3Server s3;
  private final TcpRelay line;
  private final Path bucket;
  private final Server server;
  private final RecordingFolders folders;
  private boolean toFolder;

  private StoringServer(S3Server s3, TcpRelay line, Path bucket, Server server) {
    this.s3 = s3;
    this.line = line;
    this.bucket = bucket;
    this.server = server;
    this.folders = RecordingFolders.of(server);
  }

  /**
   * Starts both over empty folders under this name.
   *
   * @param more settings than those of tests and of the bucket
   */
  static StoringServer start(String name, Map<String, String> more) throws IOException {
    Path home = Path.of("target", name + "-s3").toAbsolutePath();
    S3Server s3 = S3Server.start(home, S3_PROXY);
    TcpRelay line = new TcpRelay(s3.address());
    try {
      Map<String, String> settings = new HashMap<>(s3.settings());
      settings.put("SWITCHBOARD_RECORDINGS_S3_ENDPOINT", line.home().toString());
      settings.putAll(more);
      return new StoringServer(
          s3,
          line,
          home.resolve("data").resolve(S3Server.BUCKET),
          Server.start(Path.of("target", name + "-server"), SharedServer.settings(settings)));
    } catch (RuntimeException | AssertionError e) {
      line.close();
      s3.close();
      throw e;
    }
  }

  S3Server s3() {
    return s3;
  }

  Server server() {
    return server;
  }

  RecordingFolders folders() {
    return folders;
  }

  /** From now on the bucket answers so much later. */
  void delayBucket(Duration delay) {
    line.delayAnswers(delay);
  }

  /** Whatever a test did that failed, the next finds all at work. */
  void restore() throws IOException {
    line.delayAnswers(Duration.ZERO);
    s3.restore();
    if (!server.isAlive()) {
      server.start();
    }
  }

  /** From the next start on recordings go to the folder; does nothing if they do. */
  void useFolder() {
    server.setting("SWITCHBOARD_RECORDINGS_S3_BUCKET", "");
    toFolder = true;
  }

  boolean usesFolder() {
    return toFolder;
  }

  /** Where recordings are that go to the folder. */
  Path folder() {
    return server.data().resolve("recordings");
  }

  /** What the storage in use has of a recording, or will have. */
  StoredRecording stored(String recording) {
    return new StoredRecording((toFolder ? folder() : bucket).resolve(recording));
  }

  /** What the bucket has of a recording, whole or in parts. */
  List<Path> inBucket(String recording) {
    return of(recording, bucket);
  }

  /** What the storage in use has of a recording, whole or in parts. */
  List<Path> held(String recording) {
    return of(recording, toFolder ? folder() : bucket);
  }

  private static List<Path> of(String recording, Path storage) {
    return RecordingFolders.files(storage).stream()
        .filter(file -> file.toString().contains(recording))
        .toList();
  }

  /** What bucket and folder have that is not a whole file. */
  List<Path> parts() {
    return Stream.of(bucket, folder())
        .flatMap(
            storage ->
                RecordingFolders.files(storage).stream()
                    .filter(file -> isHidden(storage.relativize(file))))
        .toList();
  }

  /** Both hide parts, and the bucket their folders. */
  private static boolean isHidden(Path file) {
    for (Path each : file) {
      if (each.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    try (s3;
        line) {
      server.close();
    }
  }
}
