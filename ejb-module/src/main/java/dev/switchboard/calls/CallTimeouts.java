package dev.switchboard.calls;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Limits as delayed messages (S1.9), sent in the transaction that starts the limit. A message only
 * says "look at this call now": the rows say what has expired, so that one too many, or one that
 * comes again, does no harm.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class CallTimeouts {
  static final String CALL = "call";
  static final String SEQUENCE = "sequence";
  static final String LOOK_UP = "lookUp";

  @Inject
  @JMSConnectionFactory("java:/JmsXA")
  private JMSContext jms;

  @Resource(lookup = "java:/jms/queue/switchboard.call.timeouts")
  private Queue queue;

  @Inject private Clock clock;

  /** Somebody is to look at the call at its deadline. */
  void schedule(Call call, Instant deadline) {
    at(deadline)
        .setProperty(CALL, call.id().value())
        .setProperty(SEQUENCE, call.sequence())
        .send(queue, "");
  }

  /** Somebody is to look at the look-up at its deadline. */
  void schedule(LookUp lookUp) {
    at(lookUp.deadline()).setProperty(LOOK_UP, lookUp.id().value()).send(queue, "");
  }

  private JMSProducer at(Instant deadline) {
    long delay = Math.max(0, Duration.between(clock.instant(), deadline).toMillis() + 1);
    return jms.createProducer().setDeliveryDelay(delay);
  }
}
