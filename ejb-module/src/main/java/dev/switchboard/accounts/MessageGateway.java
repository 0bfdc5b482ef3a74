package dev.switchboard.accounts;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.transaction.Transactional;

/**
 * Sends text messages to phone numbers: through the queue {@code switchboard.gateway.messages},
 * from which the enterprise's gateway takes them. The text is the message's body; its property
 * {@code number} says to whom, in E.164. A message leaves when the transaction commits.
 */
@ApplicationScoped
@Transactional
public class MessageGateway {
  @Inject
  @JMSConnectionFactory("java:/JmsXA")
  private JMSContext jms;

  @Resource(lookup = "java:/jms/queue/switchboard.gateway.messages")
  private Queue queue;

  /**
   * Sends a text.
   *
   * @param millis after which it is of no use any more, and is dropped
   */
  void send(PhoneNumber number, String text, long millis) {
    jms.createProducer()
        .setTimeToLive(millis)
        .setProperty("number", number.e164())
        .send(queue, text);
  }
}
