package dev.switchboard.calls;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.devices.DeviceEntry;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.Devices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** To the callee's own devices: exactly the chosen one (S1.6), or all that are reachable. */
@ApplicationScoped
public class DirectRouter implements CallRouter {
  @Inject private Devices devices;

  @Override
  public List<DeviceEntry> targets(AccountId callee, Optional<DeviceId> chosen) {
    return devices.list(callee).stream()
        .filter(
            device ->
                chosen.map(device.id()::equals).orElseGet(() -> device.presence().isReachable()))
        .toList();
  }
}
