package dev.switchboard.recordings;

import dev.switchboard.calls.LegId;
import dev.switchboard.calls.MediaEngine;
import dev.switchboard.media.RecordingPlan;
import dev.switchboard.recordings.RecordingMessaging.Order;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this node's media engine begin and end recordings, once the rows that say so are committed.
 * One session, so that a recording is not ended before it began; without a transaction, since it
 * waits for the media engine.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = "java:/jms/topic/switchboard.recording.orders"),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Topic"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1"),
    })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RecordingOrdersReceiver implements MessageListener {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  /** A folder is made in a moment; a disk that takes longer is none to record on. */
  private static final long PATIENCE_SECONDS = 10;

  @Inject private RecordingProgress progress;
  @Inject private MediaEngine media;

  @Override
  public void onMessage(Message message) {
    try {
      RecordingId id = new RecordingId(message.getStringProperty(RecordingMessaging.RECORDING));
      switch (Order.valueOf(message.getStringProperty(RecordingMessaging.ORDER))) {
        case BEGIN -> progress.toBegin(id).ifPresent(ordered -> begin(id, ordered));
        case FOLLOW -> progress.toBegin(id).ifPresent(this::follow);
        case END -> progress.toEnd(id).ifPresent(call -> media.stopRecording(call, id.value()));
      }
    } catch (JMSException e) {
      throw new UncheckedIOException(new IOException("An order can't be read", e));
    }
  }

  private void follow(RecordingProgress.Ordered ordered) {
    RecordingPlan plan = ordered.plan();
    plan.tracks()
        .forEach((leg, track) -> media.recordLeg(ordered.call(), plan.id(), new LegId(leg), track));
  }

  private void begin(RecordingId id, RecordingProgress.Ordered ordered) {
    try {
      media
          .record(ordered.call(), ordered.plan())
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("call={} recording={} could not begin", ordered.call(), id, e);
      media.stopRecording(ordered.call(), id.value());
      progress.notBegun(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
