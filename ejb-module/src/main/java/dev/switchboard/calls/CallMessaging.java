package dev.switchboard.calls;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Publishes to integrators, in the transaction of the change (docs/events.md). */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class CallMessaging {
  private final CallEvents events = new CallEvents();

  @Inject private CallSettings settings;

  @Inject
  @JMSConnectionFactory("java:/JmsXA")
  private JMSContext jms;

  @Resource(lookup = "java:/jms/topic/switchboard.call.events")
  private Topic topic;

  @Resource(lookup = "java:/jms/queue/switchboard.call.failures")
  private Queue failures;

  /** An event for each change, and a message for each failure among them. */
  void publish(Call call, List<CallChange> changes) {
    for (CallEvents.Event event : events.of(call, changes)) {
      jms.createProducer()
          .setProperty("type", event.type())
          .setProperty("call", call.id().value())
          .setProperty("sequence", event.sequence())
          .send(topic, event.json());
    }
    changes.stream()
        .filter(change -> change.cause().filter(Cause::isFailure).isPresent())
        .filter(change -> change.leg().isEmpty() || isAlone(call, change))
        .forEach(change -> fail(call, change.leg(), change.cause().orElseThrow(), change.at()));
  }

  /** An event for a sample of a call's quality, which is no change and so has no number. */
  void publish(CallSample sample) {
    CallEvents.Quality event = events.of(sample, settings.node());
    jms.createProducer()
        .setProperty("type", event.type())
        .setProperty("call", sample.call().value())
        .send(topic, event.json());
  }

  /** A leg whose end is not told by that of its call: one of several, or one that is survived. */
  private static boolean isAlone(Call call, CallChange change) {
    boolean called = change.leg().filter(leg -> leg.role() == LegRole.CALLEE).isPresent();
    return (called && call.isAnyDevice()) || call.cause().isEmpty();
  }

  private void fail(Call call, Optional<Leg> leg, Cause cause, Instant at) {
    jms.createProducer()
        .setProperty("cause", cause.name())
        .setProperty("call", call.id().value())
        .send(failures, events.failure(call, leg, cause, at));
  }
}
