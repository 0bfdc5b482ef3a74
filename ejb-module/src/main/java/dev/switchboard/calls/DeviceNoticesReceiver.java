package dev.switchboard.calls;

import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.Decoded;
import dev.switchboard.signalling.ServerMessage;
import dev.switchboard.signalling.SignallingCodec;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the orders of the notices topic on this node. One session, so that a device hears of
 * a call's changes in their order; without a transaction, since all that it does is to hand over.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = "java:/jms/topic/switchboard.device.notices"),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Topic"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1"),
    })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DeviceNoticesReceiver implements MessageListener {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceNoticesReceiver.class);

  private final SignallingCodec codec = new SignallingCodec();

  @Inject private LocalTerminals terminals;
  @Inject private MediaEngine media;
  @Inject private NoticesCheck check;

  @Override
  public void onMessage(Message message) {
    try {
      switch (NodeOrder.valueOf(message.getStringProperty(NodeOrder.PROPERTY))) {
        case TELL -> tell(device(message), message.getBody(String.class));
        case SIGN_OUT -> terminals.signOut(device(message));
        case CLOSE_MEDIA -> media.close(call(message));
        case RELEASE_LEG ->
            media.release(call(message), new LegId(message.getStringProperty(NodeOrder.LEG)));
        case ECHO -> check.came(message.getStringProperty(NodeOrder.ECHO_ID));
      }
    } catch (JMSException e) {
      throw new UncheckedIOException(new IOException("A notice can't be read", e));
    }
  }

  private void tell(DeviceId device, String text) {
    if (codec.decodeServer(text) instanceof Decoded.Valid<ServerMessage> valid
        && valid.message() instanceof ServerMessage.Notice notice) {
      terminals.deliver(device, notice);
    } else {
      LOG.error("A message on the notices topic is no notice: {}", text);
    }
  }

  private static DeviceId device(Message message) throws JMSException {
    return new DeviceId(message.getStringProperty(NodeOrder.DEVICE));
  }

  private static CallId call(Message message) throws JMSException {
    return new CallId(message.getStringProperty(NodeOrder.CALL));
  }
}
