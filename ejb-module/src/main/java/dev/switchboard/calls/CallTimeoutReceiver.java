package dev.switchboard.calls;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A limit may have passed. An exception rolls back, so that the message comes again. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = "java:/jms/queue/switchboard.call.timeouts"),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "4"),
    })
public class CallTimeoutReceiver implements MessageListener {
  @Inject private CallDeadlines deadlines;
  @Inject private OpenLookUps lookUps;

  @Override
  public void onMessage(Message message) {
    try {
      if (message.propertyExists(CallTimeouts.LOOK_UP)) {
        lookUps.lapse(new LookUpId(message.getStringProperty(CallTimeouts.LOOK_UP)));
      } else {
        deadlines.expire(
            new CallId(message.getStringProperty(CallTimeouts.CALL)),
            message.getLongProperty(CallTimeouts.SEQUENCE));
      }
    } catch (JMSException e) {
      throw new UncheckedIOException(new IOException("A time-out can't be read", e));
    }
  }
}
