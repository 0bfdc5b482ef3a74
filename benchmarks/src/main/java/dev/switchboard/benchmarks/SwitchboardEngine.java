package dev.switchboard.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Our engine, in a process of its own. */
final class SwitchboardEngine implements Engine {
  private final String name;
  private final Process process;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();
  private int call;
  private int legs;

  private SwitchboardEngine(String name, Process process, URI address) {
    this.name = name;
    this.process = process;
    this.address = address;
  }

  static SwitchboardEngine start(String name, int loops, boolean nativeSockets) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx1g",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                SwitchboardProcess.class.getName(),
                Integer.toString(loops),
                nativeSockets ? "native" : "nio")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String port = lines.readLine();
    if (port == null) {
      throw new IOException("the engine did not start");
    }
    return new SwitchboardEngine(name, process, URI.create("http://127.0.0.1:" + port + "/"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void publish(Peer publisher) throws IOException {
    call++;
    view(publisher);
  }

  @Override
  public void view(Peer viewer) throws IOException {
    viewer.accept(answer("call-" + call, "leg-" + legs++, viewer.offer()));
  }

  /** Negotiates for a leg of a call; the first opens it. */
  String answer(String callId, String leg, String offer) throws IOException {
    return send(
        HttpRequest.newBuilder(address.resolve(callId + "/" + leg))
            .POST(BodyPublishers.ofString(offer))
            .build());
  }

  /** Records legs of a call into a folder, until {@link #stopRecording}. */
  void record(String callId, List<String> recorded, Path folder) throws IOException {
    send(
        HttpRequest.newBuilder(address.resolve(callId + "/" + String.join("/", recorded)))
            .PUT(BodyPublishers.ofString(folder.toString()))
            .build());
  }

  /** Ends a recording, and waits until its files are finished. */
  void stopRecording(String callId) throws IOException {
    send(HttpRequest.newBuilder(address.resolve(callId + "/recording")).DELETE().build());
  }

  /** What the engine has counted. */
  Map<String, Long> counters() throws IOException {
    return send(HttpRequest.newBuilder(address.resolve("counters")).build())
        .lines()
        .map(line -> line.split("="))
        .collect(Collectors.toMap(fields -> fields[0], fields -> Long.valueOf(fields[1])));
  }

  @Override
  public void end() throws IOException {
    send(HttpRequest.newBuilder(address.resolve("call-" + call)).DELETE().build());
  }

  /** The heap after a collection, and direct memory: what is resident would be the heap's limit. */
  @Override
  public long memory() throws IOException {
    return Long.parseLong(send(HttpRequest.newBuilder(address.resolve("memory")).build()));
  }

  private String send(HttpRequest request) throws IOException {
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(request + ": " + response.body());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
