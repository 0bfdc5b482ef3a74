package dev.switchboard.recordings;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The time to consent may be over. An exception rolls back, so that the message comes again. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = "java:/jms/queue/switchboard.recording.timeouts"),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1"),
    })
public class RecordingTimeoutReceiver implements MessageListener {
  @Inject private RecordingProgress progress;

  @Override
  public void onMessage(Message message) {
    try {
      progress.lapse(new RecordingId(message.getStringProperty(RecordingMessaging.RECORDING)));
    } catch (JMSException e) {
      throw new UncheckedIOException(new IOException("A time-out can't be read", e));
    }
  }
}
