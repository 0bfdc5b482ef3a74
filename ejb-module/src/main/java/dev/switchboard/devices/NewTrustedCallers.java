package dev.switchboard.devices;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.accounts.AccountId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/**
 * Adds accounts to the lists of those whom devices trust, by what the devices' owners type. To be
 * called outside of a transaction.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class NewTrustedCallers {
  @Inject private Directory directory;
  @Inject private Devices devices;
  @Inject private TrustedCallers trusted;

  protected NewTrustedCallers() {}

  NewTrustedCallers(Directory directory, Devices devices, TrustedCallers trusted) {
    this.directory = directory;
    this.devices = devices;
    this.trusted = trusted;
  }

  /**
   * Has a device trust an account, by name or number. Nobody learns more by this than by a look-up,
   * and it counts as one. An account that is trusted already stays so.
   *
   * @return why not, at field {@code device} or {@code callee}
   */
  public Optional<Problem> add(AccountId owner, DeviceId device, String nameOrNumber) {
    if (devices.find(device).filter(entry -> entry.account().equals(owner)).isEmpty()) {
      return Optional.of(Problem.at("device", Message.DEVICE_UNKNOWN));
    }
    Directory.Sighting sighting = directory.search(owner, nameOrNumber);
    return sighting instanceof Directory.Sighting.Seen seen
        ? trusted.add(owner, device, seen.profile().id())
        : Optional.of(((Directory.Sighting.Unseen) sighting).problem());
  }
}
