package dev.switchboard.devices.push;

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

/**
 * Takes what is to be pushed from the queue. Without a transaction, since it waits for servers of
 * others; an exception has the message come again, until it is too old.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = "java:/jms/queue/switchboard.push"),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "4"),
    })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PushReceiver implements MessageListener {
  @Inject private PushDelivery delivery;

  @Override
  public void onMessage(Message message) {
    try {
      delivery.deliver(PushQueue.read(message));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JMSException e) {
      throw new UncheckedIOException(new IOException("A push message can't be read", e));
    }
  }
}
