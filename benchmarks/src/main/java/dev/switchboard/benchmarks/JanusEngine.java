package dev.switchboard.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Janus with its video room, in a process of its own. Each peer is a session. */
final class JanusEngine implements Engine {
  private static final int ROOM = 1;

  private final String name;
  private final Process process;
  private final int port;
  private final List<JanusSession> sessions = new ArrayList<>();
  private long feed;

  private JanusEngine(String name, Process process, int port) {
    this.name = name;
    this.process = process;
    this.port = port;
  }

  /**
   * @param sources the folder of the settings
   * @param folder where the settings go
   * @param libraries the folder of another libsrtp, if any is in it
   * @param loops threads that serve all peers; 0 gives each its own
   */
  static JanusEngine start(String name, Path sources, Path folder, Path libraries, int loops)
      throws IOException {
    int port = freePort();
    Map<String, String> values =
        Map.of(
            "@PORT@", Integer.toString(port),
            "@LOOPS@", Integer.toString(loops),
            "@LIBRARIES@", "/usr/lib/x86_64-linux-gnu/janus");
    Files.createDirectories(folder);
    for (String file :
        List.of("janus.jcfg", "janus.transport.http.jcfg", "janus.plugin.videoroom.jcfg")) {
      String text = Files.readString(sources.resolve(file));
      for (var value : values.entrySet()) {
        text = text.replace(value.getKey(), value.getValue());
      }
      Files.writeString(folder.resolve(file), text);
    }
    ProcessBuilder builder =
        new ProcessBuilder("janus", "-F", folder.toString(), "-C", folder + "/janus.jcfg")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("janus.log").toFile());
    builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
    JanusEngine engine = new JanusEngine(name, builder.start(), port);
    engine.awaitStart();
    return engine;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitStart() throws IOException {
    long limit = System.nanoTime() + 10_000_000_000L;
    while (true) {
      try {
        JanusSession session = JanusSession.open(port);
        session.request(
            body("create").put("room", ROOM).put("publishers", 10).put("bitrate", 20_000_000));
        sessions.add(session);
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > limit) {
          close();
          throw new IOException("Janus did not start: " + e.getMessage(), e);
        }
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  /** What is resident: it is the process's own memory, which grows with each peer. */
  @Override
  public long memory() throws IOException {
    return ProcessFigures.of(pid()).residentBytes();
  }

  @Override
  public void publish(Peer publisher) throws IOException {
    JanusSession session = JanusSession.open(port);
    sessions.add(session);
    JsonNode joined = session.ask(body("join").put("room", ROOM).put("ptype", "publisher"), null);
    feed = joined.at("/plugindata/data/id").asLong();
    JsonNode published = session.ask(body("publish"), jsep("offer", publisher.offer()));
    publisher.accept(published.at("/jsep/sdp").asText());
  }

  @Override
  public void view(Peer viewer) throws IOException {
    JanusSession session = JanusSession.open(port);
    sessions.add(session);
    ObjectNode join = body("join").put("room", ROOM).put("ptype", "subscriber");
    join.putArray("streams").addObject().put("feed", feed);
    JsonNode attached = session.ask(join, null);
    String offer = attached.at("/jsep/sdp").asText();
    session.ask(body("start").put("room", ROOM), jsep("answer", viewer.answer(offer)));
    viewer.accept(offer);
  }

  private static ObjectNode body(String request) {
    return JsonNodeFactory.instance.objectNode().put("request", request);
  }

  private static ObjectNode jsep(String type, String sdp) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put("sdp", sdp);
  }

  @Override
  public void end() throws IOException {
    for (JanusSession session : sessions.subList(1, sessions.size())) {
      session.destroy();
    }
    sessions.subList(1, sessions.size()).clear();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
