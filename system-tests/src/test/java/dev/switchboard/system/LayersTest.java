package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.switchboard.media.CallMedia;
import dev.switchboard.media.MediaConfig;
import dev.switchboard.media.MediaServer;
import dev.switchboard.media.Unheard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Where the server prefers a codec with layers, the pages' media modules change from several
 * streams to one: in the browser that runs them, against the media engine that answers them.
 */
class LayersTest {
  private static final Path PAGES = Path.of("../web-module/src/main/webapp");

  /** Two legs of a call in one page: one shows a camera, the other watches. */
  private static final String CALL =
      """
      const done = arguments[arguments.length - 1];
      (async () => {
        const { Connection } = await import('/resources/js/media/connection.js');
        const { IceServers } = await import('/resources/js/media/ice-servers.js');
        const { LocalMedia } = await import('/resources/js/media/local-media.js');
        const leg = (name, local) => new Connection(new IceServers(() => {}), local, async (sdp) =>
          (await fetch('/legs/' + name, { method: 'POST', body: sdp })).text());
        const local = new LocalMedia();
        window.sender = leg('sender', local);
        window.viewer = leg('viewer', new LocalMedia());
        await local.open();
      })().then(() => done(''), (error) => done(String(error)));
      """;

  private static final String SEEN =
      """
      const done = arguments[arguments.length - 1];
      const find = async ({ pc }, type) => [...(await pc.getStats()).values()]
        .filter((s) => s.type === type && s.kind === 'video' && s.frameWidth);
      (async () => {
        const [sent, seen] = [await find(sender, 'outbound-rtp'), await find(viewer, 'inbound-rtp')];
        return [...sent.map((s) => s.scalabilityMode + (s.rid ?? '')),
          ...seen.map((s) => s.frameWidth + (s.framesDecoded > 20 ? ' flows' : ' begins'))].join(', ');
      })().then(done, (error) => done(String(error)));
      """;

  private MediaServer media;
  private HttpServer http;
  private Browser browser;

  @BeforeEach
  void start() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    media =
        MediaServer.start(
            MediaConfig.defaults()
                .withAddresses(List.of(loopback))
                .withPorts(0, 1)
                .withVideoCodecs(List.of("AV1", "VP8")),
            new Unheard());
    CallMedia call = media.open("call");
    http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    http.createContext("/", exchange -> reply(exchange, "text/html", "<!doctype html>"));
    http.createContext("/legs/", exchange -> answer(call, exchange));
    http.createContext("/resources/", exchange -> script(exchange));
    http.start();
    URI home = URI.create("http://localhost:" + http.getAddress().getPort() + "/");
    browser = new Browser(home, Browser.Kind.LAPTOP, Camera.LARGE);
    browser.open("");
  }

  @AfterEach
  void stop() {
    browser.close();
    http.stop(0);
    media.close();
  }

  @Test
  void sendsOneStreamOfThreeLayersInAv1WhichTheViewerSeesInFullSize() {
    assertThat(browser.eventually(CALL)).isEqualTo("");
    Wait.until(
        "a picture in layers",
        Browser.PATIENCE.multipliedBy(2),
        () -> browser.eventually(SEEN).equals("L3T3_KEY, 1280 flows"));
  }

  private static void answer(CallMedia call, HttpExchange exchange) throws IOException {
    String offer = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String leg = exchange.getRequestURI().getPath().substring("/legs/".length());
    try {
      reply(
          exchange,
          "application/sdp",
          call.answer(leg, offer).toCompletableFuture().get(10, TimeUnit.SECONDS));
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  private static void script(HttpExchange exchange) throws IOException {
    Path file = PAGES.resolve(exchange.getRequestURI().getPath().substring(1));
    reply(exchange, "text/javascript", Files.readString(file));
  }

  private static void reply(HttpExchange exchange, String type, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
