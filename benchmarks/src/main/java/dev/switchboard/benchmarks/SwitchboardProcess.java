package dev.switchboard.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.switchboard.media.CallMedia;
import dev.switchboard.media.MediaConfig;
import dev.switchboard.media.MediaEvents;
import dev.switchboard.media.MediaServer;
import dev.switchboard.media.RecordingFault;
import dev.switchboard.media.RecordingPlan;
import dev.switchboard.media.RecordingReport;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Our engine as a process: {@code MediaServer} behind a few lines of HTTP. Prints its port.
 *
 * <pre>
 * POST   /CALL/LEG        an offer; the answer comes back
 * PUT    /CALL/LEG/LEG    records these legs, into the folder that is told
 * DELETE /CALL/recording  ends the recording; answered when its files are finished
 * DELETE /CALL            ends the call
 * GET    /memory          heap in use after a collection and direct memory, bytes
 * GET    /counters        what the engine has counted, a line each
 * </pre>
 */
final class SwitchboardProcess {
  private final MediaServer media;
  private final Recordings recordings;

  private SwitchboardProcess(MediaServer media, Recordings recordings) {
    this.media = media;
    this.recordings = recordings;
  }

  /**
   * @param arguments loops, and {@code native} or {@code nio}
   */
  public static void main(String[] arguments) throws IOException {
    MediaConfig config =
        MediaConfig.defaults()
            .withAddresses(List.of(InetAddress.getLoopbackAddress()))
            .withPorts(0, Integer.parseInt(arguments[0]))
            .withNativeTransport(arguments[1].equals("native"))
            .withMaxLegs(10_000);
    Recordings recordings = new Recordings();
    SwitchboardProcess process =
        new SwitchboardProcess(MediaServer.start(config, recordings), recordings);
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", process::handle);
    http.start();
    System.out.println(http.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body;
    int status = 200;
    try {
      body = answer(exchange).getBytes(StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      body = e.toString().getBytes(StandardCharsets.UTF_8);
      status = 500;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String answer(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return switch (exchange.getRequestMethod()) {
      case "POST" -> {
        CallMedia call = media.find(path[0]).orElseGet(() -> media.open(path[0]));
        yield call.answer(path[1], body).toCompletableFuture().join();
      }
      case "PUT" -> {
        record(path, Path.of(body));
        yield "";
      }
      case "DELETE" -> {
        if (path.length == 1) {
          media.find(path[0]).ifPresent(CallMedia::close);
        } else {
          stopRecording(path[0]);
        }
        yield "";
      }
      default -> path[0].equals("memory") ? memory() : counters();
    };
  }

  private void record(String[] path, Path folder) {
    Map<String, String> tracks = new HashMap<>();
    Arrays.stream(path).skip(1).forEach(leg -> tracks.put(leg, leg));
    media
        .find(path[0])
        .orElseThrow()
        .record(new RecordingPlan(path[0], folder, tracks, true))
        .toCompletableFuture()
        .join();
  }

  private void stopRecording(String call) {
    media.find(call).orElseThrow().stopRecording(call);
    RecordingFault fault = recordings.takeEnded(call).fault();
    if (fault != RecordingFault.NONE) {
      throw new IllegalStateException("the recording of " + call + " ended by " + fault);
    }
  }

  private String counters() {
    return media.counters().entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static String memory() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long direct = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    return Long.toString(runtime.totalMemory() - runtime.freeMemory() + direct);
  }

  /** How they ended, and nothing else of what happens. */
  private static final class Recordings implements MediaEvents {
    private final Map<String, CompletableFuture<RecordingReport>> ended = new ConcurrentHashMap<>();

    @Override
    public void recorded(String callId, String recordingId, RecordingReport report) {
      ended(recordingId).complete(report);
    }

    /** Waits for the end of a recording, whose id may then be used again. */
    RecordingReport takeEnded(String recordingId) {
      RecordingReport report = ended(recordingId).join();
      ended.remove(recordingId);
      return report;
    }

    private CompletableFuture<RecordingReport> ended(String recordingId) {
      return ended.computeIfAbsent(recordingId, each -> new CompletableFuture<>());
    }

    @Override
    public void connected(String callId, String legId) {}

    @Override
    public void failed(String callId, String legId, String reason) {}

    @Override
    public void lost(String callId, String legId) {}

    @Override
    public void recovered(String callId, String legId) {}

    @Override
    public void renegotiate(String callId, String legId) {}
  }
}
