package dev.switchboard.devices.push;

import dev.switchboard.devices.DeviceId;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The queue of what is to be pushed. It leaves with the commit, so that nobody is woken for what
 * then did not happen, and no transaction waits for a push service.
 */
@ApplicationScoped
@Transactional
public class PushQueue {
  private static final String DEVICE = "device";
  private static final String TOPIC = "topic";
  private static final String UNTIL = "until";

  @Inject
  @JMSConnectionFactory("java:/JmsXA")
  private JMSContext jms;

  @Resource(lookup = "java:/jms/queue/switchboard.push")
  private Queue queue;

  @Inject private Clock clock;

  /** Pushes a message as soon as may be. */
  public void send(PushMessage message) {
    sendAfter(message, Duration.ZERO);
  }

  /** Pushes a message after a while; it is lost if it is of no use any more by then. */
  void sendAfter(PushMessage message, Duration delay) {
    long life = Duration.between(clock.instant(), message.until()).toMillis();
    if (life > delay.toMillis()) {
      jms.createProducer()
          .setDeliveryDelay(delay.toMillis())
          .setTimeToLive(life)
          .setProperty(DEVICE, message.device().value())
          .setProperty(TOPIC, message.topic())
          .setProperty(UNTIL, message.until().toEpochMilli())
          .send(queue, message.text());
    }
  }

  /** What a message of the queue says. */
  static PushMessage read(Message message) throws JMSException {
    return new PushMessage(
        new DeviceId(message.getStringProperty(DEVICE)),
        message.getStringProperty(TOPIC),
        Instant.ofEpochMilli(message.getLongProperty(UNTIL)),
        message.getBody(String.class));
  }
}
