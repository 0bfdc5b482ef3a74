package dev.switchboard.recordings;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What leaves in the transaction of a recording's change: its events (docs/events.md), the end of
 * the time to consent, the orders to the node that holds the call's media, and the jobs for any.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class RecordingMessaging {
  static final String RECORDING = "recording";
  static final String ORDER = "order";

  /** An order that is older finds another state, whatever became of the node. */
  private static final long ORDER_LIFE_MILLIS = 60_000;

  private final RecordingEvents events = new RecordingEvents();

  @Inject
  @JMSConnectionFactory("java:/JmsXA")
  private JMSContext jms;

  @Resource(lookup = "java:/jms/topic/switchboard.call.events")
  private Topic topic;

  @Resource(lookup = "java:/jms/queue/switchboard.recording.timeouts")
  private Queue timeouts;

  @Resource(lookup = "java:/jms/topic/switchboard.recording.orders")
  private Topic orders;

  @Resource(lookup = "java:/jms/queue/switchboard.recording.jobs")
  private Queue jobs;

  @Inject private Clock clock;

  /** What the media engine is to do. */
  enum Order {
    /** Copy the call. */
    BEGIN,
    /** Copy the legs that have taken the place of others. */
    FOLLOW,
    /** Copy it no longer. */
    END
  }

  void publish(Recording recording, RecordingChange change) {
    RecordingEvents.Event event = events.of(recording, change);
    jms.createProducer()
        .setProperty("type", event.type())
        .setProperty("call", recording.call().value())
        .setProperty(RECORDING, recording.id().value())
        .send(topic, event.json());
  }

  /**
   * Somebody is to look at the request at the end of its time. As with calls, the message only says
   * so; the row says what has lapsed.
   */
  void schedule(Recording recording, Instant deadline) {
    long delay = Math.max(0, Duration.between(clock.instant(), deadline).toMillis() + 1);
    jms.createProducer()
        .setDeliveryDelay(delay)
        .setProperty(RECORDING, recording.id().value())
        .send(timeouts, "");
  }

  /** One of the nodes is to look for films that are to be made, after the commit. */
  void filmAsked(RecordingId recording) {
    jms.createProducer().setProperty(RECORDING, recording.value()).send(jobs, "");
  }

  /** Goes to all nodes; the one that holds the call's media does it, after the commit. */
  void order(Order order, Recording recording) {
    jms.createProducer()
        .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
        .setTimeToLive(ORDER_LIFE_MILLIS)
        .setProperty(ORDER, order.name())
        .setProperty(RECORDING, recording.id().value())
        .send(orders, "");
  }
}
