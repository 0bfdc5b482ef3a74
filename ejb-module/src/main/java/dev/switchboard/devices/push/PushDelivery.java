package dev.switchboard.devices.push;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers what waits in the queue, and draws the consequences of what push services reply. */
@ApplicationScoped
public class PushDelivery {
  /** Whoever asks us to come again at once would be asked without end. */
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(PushDelivery.class);

  @Inject private PushSubscriptions subscriptions;
  @Inject private PushService service;
  @Inject private PushQueue queue;
  @Inject private MeterRegistry meters;
  @Inject private Clock clock;

  /**
   * Sends a message once.
   *
   * @throws IOException if it is to come again
   */
  public void deliver(PushMessage message) throws IOException {
    Duration life = Duration.between(clock.instant(), message.until());
    Optional<PushSubscription> found = subscriptions.find(message.device());
    if (life.isNegative() || life.isZero()) {
      count("late");
    } else if (found.isEmpty()) {
      count("unsubscribed");
    } else {
      send(found.get(), message, life);
    }
  }

  private void send(PushSubscription to, PushMessage message, Duration life) throws IOException {
    PushReply reply;
    try {
      reply = service.send(to, message, life);
    } catch (IOException e) {
      count("failed");
      throw e;
    }
    count(reply.kind().name().toLowerCase(Locale.ROOT));
    switch (reply.kind()) {
      case ACCEPTED -> LOG.debug("Pushed to device {}", message.device());
      case GONE -> subscriptions.gone(message.device(), to.endpoint());
      case LATER -> queue.sendAfter(message, longer(reply.pause(), SHORTEST_PAUSE));
      case REFUSED -> LOG.warn("{} refuses to push to device {}", host(to), message.device());
      case FAILED -> throw new IOException(host(to) + " failed to take a push message");
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void count(String result) {
    meters.counter("switchboard.push.messages", "result", result).increment();
  }

  /** Of the endpoint no more than that, since who knows it can push to the device's browser. */
  private static String host(PushSubscription subscription) {
    return URI.create(subscription.endpoint()).getHost();
  }
}
