package dev.switchboard.calls;

import dev.switchboard.devices.DeviceConnection;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.ServerMessage;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * The terminals of this node. The socket is in the web module, which this one can't see, so it
 * registers itself here when it starts.
 */
@ApplicationScoped
public class LocalTerminals {
  private volatile @Nullable DeviceConnection connection;

  /** From now on, terminals are reached through this connection; null when it stops. */
  public void register(@Nullable DeviceConnection socket) {
    connection = socket;
  }

  /** As {@link DeviceConnection#deliver}. */
  public boolean deliver(DeviceId device, ServerMessage.Notice notice) {
    DeviceConnection socket = connection;
    return socket != null && socket.deliver(device, notice);
  }

  /** As {@link DeviceConnection#signOut}. */
  public void signOut(DeviceId device) {
    DeviceConnection socket = connection;
    if (socket != null) {
      socket.signOut(device);
    }
  }
}
