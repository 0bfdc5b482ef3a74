package dev.switchboard.devices;

import dev.switchboard.Message;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.Profile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * Finds the devices from which a caller chooses (S1.3, S1.4). To be called outside of a
 * transaction.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class DeviceLookUp {
  @Inject private Directory directory;
  @Inject private Devices devices;

  protected DeviceLookUp() {}

  DeviceLookUp(Directory directory, Devices devices) {
    this.directory = directory;
    this.devices = devices;
  }

  /**
   * Looks a callee up. A caller may call its own other devices.
   *
   * @param registration an account's name, a number in any spelling, or {@code name@server}
   */
  public LookUpResult find(AccountId caller, DeviceId callerDevice, String registration) {
    Directory.Sighting sighting = directory.search(caller, registration);
    return sighting instanceof Directory.Sighting.Seen seen
        ? found(seen.profile(), callerDevice)
        : ((Directory.Sighting.Unseen) sighting).result();
  }

  private LookUpResult found(Profile callee, DeviceId callerDevice) {
    List<DeviceEntry> others =
        devices.list(callee.id()).stream()
            .filter(device -> !device.id().equals(callerDevice))
            .toList();
    return others.isEmpty()
        ? new LookUpResult.Failed(Message.LOOK_UP_NO_DEVICE, List.of())
        : new LookUpResult.Found(new Callee(callee.id(), callee.name(), callee.number()), others);
  }
}
