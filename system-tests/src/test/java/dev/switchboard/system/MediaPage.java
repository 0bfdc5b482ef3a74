package dev.switchboard.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.switchboard.media.CallMedia;
import dev.switchboard.media.MediaConfig;
import dev.switchboard.media.MediaEvents;
import dev.switchboard.media.MediaServer;
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

/**
 * A page that has nothing but the pages' media modules, against the media engine alone: two legs of
 * a call in one browser, {@code sender} who shows a camera and {@code viewer} who watches.
 */
final class MediaPage implements AutoCloseable {
  private static final Path PAGES = Path.of("../web-module/src/main/webapp");

  private static final String CALL =
      """
      const done = arguments[arguments.length - 1];
      (async () => {
        const { Connection } = await import('/resources/js/media/connection.js');
        const { IceServers } = await import('/resources/js/media/ice-servers.js');
        const { LocalMedia } = await import('/resources/js/media/local-media.js');
        window.leg = (name, local) => new Connection(new IceServers(() => {}), local, async (sdp) =>
          (await fetch('/legs/' + name, { method: 'POST', body: sdp })).text());
        const local = new LocalMedia();
        window.sender = leg('sender', local);
        window.viewer = leg('viewer', new LocalMedia());
        await local.open();
      })().then(() => done(''), (error) => done(String(error)));
      """;

  private final MediaServer media;
  private final CallMedia call;
  private final HttpServer http;
  private final Browser browser;
  private final Path files;

  /**
   * @param codecs of the picture, the preferred first
   * @param files what the page may fetch under {@code /files/}
   */
  MediaPage(List<String> codecs, MediaEvents events, Path files) throws IOException {
    this.files = files;
    InetAddress loopback = InetAddress.getLoopbackAddress();
    media =
        MediaServer.start(
            MediaConfig.defaults()
                .withAddresses(List.of(loopback))
                .withPorts(0, 1)
                .withRecordingReserve(0)
                .withVideoCodecs(codecs),
            events);
    call = media.open("call");
    http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    http.createContext(
        "/",
        exchange ->
            reply(exchange, "text/html", "<!doctype html>".getBytes(StandardCharsets.UTF_8)));
    http.createContext("/legs/", this::answer);
    http.createContext("/resources/", exchange -> file(exchange, PAGES, 1, "text/javascript"));
    http.createContext("/files/", exchange -> file(exchange, this.files, 7, "video/webm"));
    http.start();
    URI home = URI.create("http://localhost:" + http.getAddress().getPort() + "/");
    browser =
        new Browser(
            home, Browser.Kind.LAPTOP, Camera.LARGE, "--autoplay-policy=no-user-gesture-required");
    browser.open("");
  }

  CallMedia call() {
    return call;
  }

  Browser browser() {
    return browser;
  }

  /** Begins the call; what went wrong, else empty. */
  Object begin() {
    return browser.eventually(CALL);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String offer = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String leg = exchange.getRequestURI().getPath().substring("/legs/".length());
    try {
      String answer = call.answer(leg, offer).toCompletableFuture().get(10, TimeUnit.SECONDS);
      reply(exchange, "application/sdp", answer.getBytes(StandardCharsets.UTF_8));
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  private static void file(HttpExchange exchange, Path folder, int from, String type)
      throws IOException {
    Path file = folder.resolve(exchange.getRequestURI().getPath().substring(from));
    reply(exchange, type, Files.readAllBytes(file));
  }

  private static void reply(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    browser.close();
    http.stop(0);
    media.close();
  }
}
