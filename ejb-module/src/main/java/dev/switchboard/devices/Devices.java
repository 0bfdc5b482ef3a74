package dev.switchboard.devices;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.RetryOnConflict;
import dev.switchboard.accounts.AccountClosed;
import dev.switchboard.accounts.AccountId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The devices of an account, for its owner and for calls (S1.2). */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class Devices {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private Event<DeviceRemoved> removed;
  @Inject private Event<PresenceChanged> presence;

  protected Devices() {}

  Devices(EntityManager entities, Event<DeviceRemoved> removed, Event<PresenceChanged> presence) {
    this.entities = entities;
    this.removed = removed;
    this.presence = presence;
  }

  /** An account's devices: those that can be reached first, then those seen latest. */
  public List<DeviceEntry> list(AccountId owner) {
    return entities
        .createQuery("select d from Device d where d.account = :owner", Device.class)
        .setParameter("owner", owner.value())
        .getResultStream()
        .map(Device::entry)
        .sorted(DeviceEntry.REACHABLE_FIRST)
        .toList();
  }

  /** The device with that id. */
  public Optional<DeviceEntry> find(DeviceId id) {
    return Optional.ofNullable(entities.find(Device.class, id.value())).map(Device::entry);
  }

  /**
   * Renames a device.
   *
   * @return why not, at field {@code device} or {@code name}
   */
  public Optional<Problem> rename(AccountId owner, DeviceId id, String name) {
    Optional<String> wanted = Device.name(name);
    if (wanted.isEmpty()) {
      return Optional.of(Problem.at("name", Message.DEVICE_NAME_INVALID, Device.LONGEST_NAME));
    }
    return change(
        owner,
        id,
        device -> {
          device.rename(wanted.get());
          presence.fire(device.presenceChanged());
        });
  }

  /**
   * Corrects a device's kind: a browser can't tell a meeting room's terminal from a computer.
   *
   * @return why not, at field {@code device}
   */
  public Optional<Problem> setKind(AccountId owner, DeviceId id, DeviceKind kind) {
    return change(
        owner,
        id,
        device -> {
          device.become(kind);
          presence.fire(device.presenceChanged());
        });
  }

  /**
   * Says whether a device rings while it is in a call.
   *
   * @return why not, at field {@code device}
   */
  public Optional<Problem> setCallWaiting(AccountId owner, DeviceId id, boolean callWaiting) {
    return change(owner, id, device -> device.setCallWaiting(callWaiting));
  }

  /**
   * Says whether a device answers those whom it trusts by itself.
   *
   * @return why not, at field {@code device}
   */
  public Optional<Problem> setAutoAnswer(AccountId owner, DeviceId id, boolean autoAnswer) {
    return change(owner, id, device -> device.setAutoAnswer(autoAnswer));
  }

  /**
   * Removes a device from its account; it is logged out at once, and its calls end.
   *
   * @return why not, at field {@code device}
   */
  public Optional<Problem> remove(AccountId owner, DeviceId id) {
    return change(owner, id, this::remove);
  }

  void onClosed(@Observes AccountClosed event) {
    if (event.reason() == AccountClosed.Reason.DELETED) {
      entities
          .createQuery(
              "select d from Device d where d.account = :owner order by d.id", Device.class)
          .setParameter("owner", event.account().value())
          .setLockMode(LockModeType.PESSIMISTIC_WRITE)
          .getResultList()
          .forEach(this::remove);
    }
  }

  private void remove(Device device) {
    removed.fire(new DeviceRemoved(device.account(), device.id()));
    entities
        .createQuery("delete from LoginSession s where s.device = :device")
        .setParameter("device", device.id().value())
        .executeUpdate();
    entities.remove(device);
    // Now, since the account's row may follow, and the tables' foreign keys need this order.
    entities.flush();
  }

  /** Changes a device of this owner's, which is locked; else says why not, at {@code device}. */
  Optional<Problem> change(AccountId owner, DeviceId id, Consumer<Device> change) {
    Device device = entities.find(Device.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
    if (device == null || !device.account().equals(owner)) {
      return Optional.of(Problem.at("device", Message.DEVICE_UNKNOWN));
    }
    change.accept(device);
    return Optional.empty();
  }
}
