package dev.switchboard.devices;

import dev.switchboard.Problem;
import dev.switchboard.RetryOnConflict;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.Accounts;
import dev.switchboard.accounts.BlockedCallers;
import dev.switchboard.accounts.Profile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whose invitations a device answers by itself (S2.2; Answer-Mode, RFC 5373): the accounts of its
 * list, at first its owner's alone, as long as {@link Devices#setAutoAnswer} has it do so at all.
 * {@link NewTrustedCallers} adds them.
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class TrustedCallers {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private Devices devices;
  @Inject private Accounts accounts;
  @Inject private BlockedCallers blockedCallers;

  protected TrustedCallers() {}

  TrustedCallers(
      EntityManager entities, Devices devices, Accounts accounts, BlockedCallers blockedCallers) {
    this.entities = entities;
    this.devices = devices;
    this.accounts = accounts;
    this.blockedCallers = blockedCallers;
  }

  /**
   * Whether a device answers invitations of an account by itself, if nothing else occupies it. One
   * whom its owner has blocked is never answered so.
   */
  public boolean trusts(DeviceId id, AccountId caller) {
    return Optional.ofNullable(entities.find(Device.class, id.value()))
        .filter(device -> device.answersByItself(caller))
        .filter(device -> !blockedCallers.isBlocked(device.account(), caller))
        .isPresent();
  }

  /**
   * Whom a device trusts: its owner first, then the others by name. Empty for a device that is gone
   * or somebody else's.
   */
  public List<Profile> list(AccountId owner, DeviceId id) {
    return Optional.ofNullable(entities.find(Device.class, id.value()))
        .filter(device -> device.account().equals(owner))
        .stream()
        .flatMap(device -> device.trustedCallers().stream())
        .flatMap(account -> accounts.find(account).stream())
        .sorted(
            Comparator.comparing((Profile profile) -> !profile.id().equals(owner))
                .thenComparing(Profile::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  /**
   * Takes an account from a device's list; nothing if it is not there.
   *
   * @return why not, at field {@code device}
   */
  public Optional<Problem> remove(AccountId owner, DeviceId id, AccountId caller) {
    return devices.change(owner, id, device -> device.distrust(caller));
  }

  Optional<Problem> add(AccountId owner, DeviceId id, AccountId caller) {
    return devices.change(owner, id, device -> device.trust(caller));
  }

  /** The devices of others that answer this account by themselves. */
  List<DeviceEntry> trusting(AccountId caller) {
    return entities
        .createQuery(
            "select d from Device d join d.trustedCallers t"
                + " where t = :caller and d.autoAnswer = true and d.account <> :caller",
            Device.class)
        .setParameter("caller", caller.value())
        .getResultStream()
        .map(Device::entry)
        .toList();
  }
}
