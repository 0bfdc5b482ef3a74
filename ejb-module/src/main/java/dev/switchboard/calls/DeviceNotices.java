package dev.switchboard.calls;

import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.ServerMessage;
import dev.switchboard.signalling.SignallingCodec;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Topic;
import jakarta.transaction.Transactional;

/**
 * Tells a device, or the node that holds a call's media, whichever node that is. What is sent
 * leaves when the transaction commits, so nobody is told of what then did not happen.
 */
@ApplicationScoped
@Transactional
public class DeviceNotices {
  /** A notice that is older than the longest resumption helps nobody. */
  private static final long TIME_TO_LIVE_MILLIS = 60_000;

  private final SignallingCodec codec = new SignallingCodec();

  @Inject
  @JMSConnectionFactory("java:/JmsXA")
  private JMSContext jms;

  @Resource(lookup = "java:/jms/topic/switchboard.device.notices")
  private Topic topic;

  /** Sends a notice to a device; it is lost if the device has no session anywhere. */
  public void tell(DeviceId device, ServerMessage.Notice notice) {
    order(NodeOrder.TELL)
        .setProperty(NodeOrder.DEVICE, device.value())
        .send(topic, codec.encode(notice));
  }

  /** Ends the device's session. */
  public void signOut(DeviceId device) {
    order(NodeOrder.SIGN_OUT).setProperty(NodeOrder.DEVICE, device.value()).send(topic, "");
  }

  /** Closes the media of a call that is over. */
  void closeMedia(CallId call) {
    order(NodeOrder.CLOSE_MEDIA).setProperty(NodeOrder.CALL, call.value()).send(topic, "");
  }

  /** Takes a leg that has left out of the media of its call. */
  void releaseLeg(CallId call, LegId leg) {
    order(NodeOrder.RELEASE_LEG)
        .setProperty(NodeOrder.CALL, call.value())
        .setProperty(NodeOrder.LEG, leg.value())
        .send(topic, "");
  }

  /** Asks each node, this one too, to say that this came. */
  void echo(String id) {
    order(NodeOrder.ECHO).setProperty(NodeOrder.ECHO_ID, id).send(topic, "");
  }

  private JMSProducer order(NodeOrder order) {
    return jms.createProducer()
        .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
        .setTimeToLive(TIME_TO_LIVE_MILLIS)
        .setProperty(NodeOrder.PROPERTY, order.name());
  }
}
