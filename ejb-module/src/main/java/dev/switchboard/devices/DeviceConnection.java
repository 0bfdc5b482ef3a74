package dev.switchboard.devices;

import dev.switchboard.signalling.ServerMessage;

/**
 * How the rest of the server reaches the terminals that are connected to this node; the socket
 * implements it. Thread-safe; no method blocks.
 */
public interface DeviceConnection {
  /**
   * Hands a notice to the device's session: it is sent now, or when the session is resumed.
   *
   * @return false if the device has no session on this node
   */
  boolean deliver(DeviceId device, ServerMessage.Notice notice);

  /** Ends the device's session, if it is here, since its login is over; its page is told. */
  void signOut(DeviceId device);
}
