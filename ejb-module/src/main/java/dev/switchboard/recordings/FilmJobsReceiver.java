package dev.switchboard.recordings;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Somebody wants a film. The message only says so; the rows say which are to be made. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = "java:/jms/queue/switchboard.recording.jobs"),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1"),
    })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class FilmJobsReceiver implements MessageListener {
  @Inject private FilmSweeper sweeper;

  @Override
  public void onMessage(Message message) {
    sweeper.sweep();
  }
}
