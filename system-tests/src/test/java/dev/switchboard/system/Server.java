package dev.switchboard.system;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The server as {@code ./dev start} runs it, in a process of its own with a data folder and ports
 * of its own, on loopback. It can be stopped, killed and started again over the same data.
 */
final class Server implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("switchboard.root", ".."));
  private static final Duration START_LIMIT = Duration.ofSeconds(180);

  private final Path data;
  private final Path console;
  private final Map<String, String> environment = new HashMap<>();
  private Process process;

  private Server(Path data, Map<String, String> settings) throws IOException {
    deleteAll(data);
    this.data = Files.createDirectories(data).toAbsolutePath();
    this.console = this.data.resolve("console.log");
    List<Integer> ports = freePorts(7);
    environment.put("SWITCHBOARD_DATA", this.data.toString());
    environment.put("SWITCHBOARD_BIND", "127.0.0.1");
    environment.put("SWITCHBOARD_HTTP_PORT", ports.get(0).toString());
    environment.put("SWITCHBOARD_HTTPS_PORT", ports.get(1).toString());
    environment.put("SWITCHBOARD_MANAGEMENT_PORT", ports.get(2).toString());
    environment.put("SWITCHBOARD_JMS_PORT", ports.get(3).toString());
    environment.put("SWITCHBOARD_RECOVERY_PORT", ports.get(4).toString());
    environment.put("SWITCHBOARD_STATUS_PORT", ports.get(5).toString());
    environment.put("SWITCHBOARD_MEDIA_PORT", ports.get(6).toString());
    environment.put("SWITCHBOARD_MEDIA_ADDRESSES", "127.0.0.1");
    environment.put("SWITCHBOARD_JAVA_OPTS", "-Xms256m -Xmx1g");
    environment.putAll(settings);
  }

  /** Starts a server over a new, empty data folder; returns when it is ready. */
  static Server start(Path data, Map<String, String> settings) {
    try {
      Server server = new Server(data, settings);
      server.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts a server and returns at once, for starts that are meant to fail. */
  static Server begin(Path data, Map<String, String> settings) {
    try {
      Server server = new Server(data, settings);
      server.begin();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Starts the process again after {@link #kill()} or {@link #stop()}; returns when it is ready.
   */
  void start() {
    begin();
    Wait.until(
        "the server is ready",
        START_LIMIT,
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("the server did not start:\n" + consoleText());
          }
          return consoleText().contains("Switchboard is ready: ");
        });
  }

  /** Starts the process and returns at once. */
  void begin() {
    try {
      Files.deleteIfExists(console);
      ProcessBuilder builder =
          new ProcessBuilder(ROOT.resolve("dev").toAbsolutePath().normalize().toString(), "start")
              .redirectErrorStream(true)
              .redirectOutput(console.toFile());
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** {@code kill -9}: nothing gets a chance to say goodbye. */
  void kill() {
    process.destroyForcibly();
    join();
  }

  /** What ctrl-C does. */
  void stop() {
    process.destroy();
    join();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  URI home() {
    return URI.create("http://localhost:" + environment.get("SWITCHBOARD_HTTP_PORT") + "/");
  }

  URI socket() {
    return URI.create("ws://localhost:" + environment.get("SWITCHBOARD_HTTP_PORT") + "/socket");
  }

  String setting(String name) {
    return environment.get(name);
  }

  void setting(String name, String value) {
    environment.put(name, value);
  }

  Path data() {
    return data;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What the one who started it has read on the console. */
  String consoleText() {
    return text(console);
  }

  /** The log file's text. */
  String logText() {
    return text(data.resolve("server/log/server.log"));
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void join() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < count - 1) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      ports.add(socket.getLocalPort());
    }
    ports.add(freeMediaPort());
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  /** The first of two neighbouring ports that are free for UDP and TCP (one a media loop). */
  private static int freeMediaPort() throws IOException {
    while (true) {
      try (DatagramSocket first = new DatagramSocket(0)) {
        int port = first.getLocalPort();
        try (DatagramSocket second = new DatagramSocket(port + 1);
            ServerSocket firstTcp = new ServerSocket(port);
            ServerSocket secondTcp = new ServerSocket(port + 1)) {
          return port;
        } catch (IOException e) {
          continue;
        }
      }
    }
  }
}
