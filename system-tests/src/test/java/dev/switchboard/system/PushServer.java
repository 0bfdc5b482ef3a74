package dev.switchboard.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A push service on loopback (RFC 8030): takes messages for the subscriptions that it has made, and
 * opens them with the keys of their browsers.
 */
final class PushServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpServer http;
  private final AtomicInteger number = new AtomicInteger();
  private final Map<String, PushKeys> subscriptions = new ConcurrentHashMap<>();
  private final List<Pushed> received = new CopyOnWriteArrayList<>();
  private final Queue<Reply> nextReplies = new ConcurrentLinkedQueue<>();

  private PushServer(HttpServer http) {
    this.http = http;
  }

  /**
   * A request as it came, whatever the reply was.
   *
   * @param text what only the browser can read
   */
  record Pushed(String endpoint, Map<String, List<String>> headers, String text) {
    String header(String name) {
      return String.join(",", headers.getOrDefault(name, List.of()));
    }
  }

  /** A subscription as its browser has it. */
  record Subscription(String endpoint, PushKeys keys) {
    /** As {@code PushSubscription.toJSON()} gives it. */
    String json() {
      return """
          {"endpoint":"%s","expirationTime":null,"keys":{"p256dh":"%s","auth":"%s"}}"""
          .formatted(endpoint, keys.publicKey(), keys.authSecret());
    }
  }

  private record Reply(int status, Map<String, String> headers) {}

  static PushServer start() {
    try {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      PushServer server = new PushServer(HttpServer.create(anyPort, 0));
      server.http.createContext("/", server::take);
      server.http.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String origin() {
    return "http://localhost:" + http.getAddress().getPort();
  }

  /** What a browser gets that subscribes. */
  Subscription subscribe() {
    String path = "/push/" + number.incrementAndGet();
    PushKeys keys = PushKeys.random();
    subscriptions.put(path, keys);
    return new Subscription(origin() + path, keys);
  }

  /** Replies this to one of the next requests, after what was set before; otherwise 201. */
  void replyOnce(int status, Map<String, String> headers) {
    nextReplies.add(new Reply(status, headers));
  }

  /** The requests for a subscription so far. */
  List<Pushed> of(Subscription subscription) {
    return received.stream()
        .filter(pushed -> pushed.endpoint().equals(subscription.endpoint()))
        .toList();
  }

  /** All requests that came for none of the subscriptions. */
  List<Pushed> strays() {
    return received.stream().filter(pushed -> pushed.text().isEmpty()).toList();
  }

  /** The request for a subscription with that number, from 0, waiting for it. */
  Pushed await(Subscription subscription, int index) {
    return Wait.value(
        "push message " + index + " for " + subscription.endpoint() + " among " + received,
        PATIENCE,
        () -> of(subscription).size() > index ? of(subscription).get(index) : null);
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      PushKeys keys = subscriptions.get(path);
      received.add(
          new Pushed(
              origin() + path,
              Map.copyOf(exchange.getRequestHeaders()),
              keys == null ? "" : keys.decrypt(body)));
      Reply reply = nextReplies.poll();
      if (reply == null) {
        reply = new Reply(keys == null ? 404 : 201, Map.of());
      }
      reply.headers().forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(reply.status(), -1);
    }
  }
}
