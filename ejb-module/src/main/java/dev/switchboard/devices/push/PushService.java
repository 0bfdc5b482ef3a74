package dev.switchboard.devices.push;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Brings messages to the push services of browsers (RFC 8030). Waits for them, so use no
 * transaction.
 */
@ApplicationScoped
public class PushService {
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  private static final Duration TO_REPLY = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(TO_CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  @Inject private PushSettings settings;
  @Inject private Vapid vapid;
  @Inject private Clock clock;

  /**
   * Sends a message that is of use for so long.
   *
   * @throws IOException if the service can't be reached, or says nothing for 10 s
   */
  PushReply send(PushSubscription to, PushMessage message, Duration life) throws IOException {
    URI endpoint =
        settings
            .hosts()
            .find(to.endpoint())
            .orElseThrow(() -> new IOException("The operator does not allow this push service"));
    byte[] body =
        PushEncryption.encrypt(
            message.text().getBytes(StandardCharsets.UTF_8), to.publicKey(), to.authSecret());
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("TTL", Long.toString(life.plusMillis(999).toSeconds()))
            .header("Urgency", "high")
            .header("Topic", message.topic())
            .header("Content-Encoding", "aes128gcm")
            .header("Content-Type", "application/octet-stream")
            .header("Authorization", vapid.authorization(endpoint))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<Void> reply =
        await(http.sendAsync(request, HttpResponse.BodyHandlers.discarding()));
    return PushReply.of(
        reply.statusCode(), reply.headers().firstValue("Retry-After"), clock.instant());
  }

  /** For the whole reply: the client's own limit ends with its head. */
  private static HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> exchange)
      throws IOException {
    try {
      return exchange.get(TO_REPLY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("The push service can't be reached", e.getCause());
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw new IOException("The push service says nothing", e);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("The server goes down", e);
    }
  }
}
