package dev.switchboard.recordings;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server that speaks S3, in a process of its own on loopback, over a folder that outlives it. */
public final class S3Server implements AutoCloseable {
  /** The bucket that it has. */
  public static final String BUCKET = "recordings";

  private static final String ACCESS_KEY = "switchboard";
  private static final String SECRET_KEY = "a secret between both";
  private static final int START_LIMIT_MILLIS = 60_000;

  private final Path folder;
  private final Path jar;
  private final int port;
  private Process process;

  /** Whether the one that runs refuses what it is asked for by our secret. */
  private boolean refuses;

  private S3Server(Path folder, Path jar, int port) {
    this.folder = folder;
    this.jar = jar;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param folder where it keeps what it is given, beside its settings and its log
   * @param jar of s3proxy, with all that it needs
   */
  public static S3Server start(Path folder, Path jar) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.createDirectories(folder.resolve("data").resolve(BUCKET));
    S3Server server = new S3Server(folder.toAbsolutePath(), jar.toAbsolutePath(), port);
    server.start();
    return server;
  }

  /** Starts it again after {@link #stop()}, on the same port; returns when it answers. */
  public void start() throws IOException {
    start(SECRET_KEY);
  }

  /** As {@link #start()}, but with another secret: it refuses all that it is asked for by ours. */
  public void startRefusing() throws IOException {
    start("another secret");
  }

  /** Starts it again unless it runs and does what it is asked for. */
  public void restore() throws IOException {
    if (refuses || !process.isAlive()) {
      stop();
      start();
    }
  }

  private void start(String secret) throws IOException {
    refuses = !secret.equals(SECRET_KEY);
    Path settings = folder.resolve("s3proxy.conf");
    Files.writeString(
        settings,
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.identity=remote-identity
        jclouds.credential=remote-credential
        jclouds.filesystem.basedir=%s
        """
            .formatted(port, ACCESS_KEY, secret, folder.resolve("data")));
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString(),
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("s3proxy.log").toFile()))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    awaitAnswer();
  }

  private void awaitAnswer() throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_LIMIT_MILLIS);
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (ConnectException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException(Files.readString(folder.resolve("s3proxy.log")), e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Kills it. */
  public void stop() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  public int port() {
    return port;
  }

  /** Where it is reached. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The settings with which a server of ours uses it. */
  public Map<String, String> settings() {
    return Map.of(
        "SWITCHBOARD_RECORDINGS_S3_BUCKET", BUCKET,
        "SWITCHBOARD_RECORDINGS_S3_ENDPOINT", address().toString(),
        "SWITCHBOARD_RECORDINGS_S3_ACCESS_KEY", ACCESS_KEY,
        "SWITCHBOARD_RECORDINGS_S3_SECRET_KEY", SECRET_KEY);
  }
}
