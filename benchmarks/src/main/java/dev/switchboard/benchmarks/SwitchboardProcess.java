package dev.switchboard.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.switchboard.media.CallMedia;
import dev.switchboard.media.MediaConfig;
import dev.switchboard.media.MediaEvents;
import dev.switchboard.media.MediaServer;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Our engine as a process: {@code MediaServer} behind a few lines of HTTP. Prints its port.
 *
 * <pre>
 * POST   /CALL/LEG  an offer; the answer comes back
 * DELETE /CALL      ends the call
 * GET    /memory    heap in use after a collection and direct memory, bytes
 * GET    /counters  what the engine has counted
 * </pre>
 */
final class SwitchboardProcess {
  private final MediaServer media;

  private SwitchboardProcess(MediaServer media) {
    this.media = media;
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
    SwitchboardProcess process = new SwitchboardProcess(MediaServer.start(config, new Unheard()));
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
    return switch (exchange.getRequestMethod()) {
      case "POST" -> {
        String offer = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        CallMedia call = media.find(path[0]).orElseGet(() -> media.open(path[0]));
        yield call.answer(path[1], offer).toCompletableFuture().join();
      }
      case "DELETE" -> {
        media.find(path[0]).ifPresent(CallMedia::close);
        yield "";
      }
      default -> path[0].equals("memory") ? memory() : media.counters().toString();
    };
  }

  private static String memory() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long direct = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    return Long.toString(runtime.totalMemory() - runtime.freeMemory() + direct);
  }

  private static final class Unheard implements MediaEvents {
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
