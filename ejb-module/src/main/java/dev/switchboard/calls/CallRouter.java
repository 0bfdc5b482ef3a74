package dev.switchboard.calls;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.devices.DeviceEntry;
import dev.switchboard.devices.DeviceId;
import java.util.List;
import java.util.Optional;

/** Where an invitation goes. The seam at which calls are diverted, or leave this server. */
public interface CallRouter {
  /**
   * The devices to invite, within the transaction that places the call.
   *
   * @param chosen the device that the caller chose; empty for any
   * @return empty if the chosen device is not the callee's, or none of the callee's is reachable
   */
  List<DeviceEntry> targets(AccountId callee, Optional<DeviceId> chosen);
}
