package dev.switchboard.devices;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which devices are connected, and which calls have taken them. The socket and calls say so; the
 * rows are locked, so that what two of them do to one device happens one after the other. Whoever
 * changes several devices in one transaction does it in the order of their ids.
 *
 * <p>Each change of presence fires {@link PresenceChanged} in its transaction.
 */
@ApplicationScoped
@Transactional
public class DevicePresence {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private Clock clock;
  @Inject private Event<PresenceChanged> presence;

  protected DevicePresence() {}

  DevicePresence(EntityManager entities, Clock clock, Event<PresenceChanged> presence) {
    this.entities = entities;
    this.clock = clock;
    this.presence = presence;
  }

  /**
   * A session makes the device online, in place of any earlier one.
   *
   * @param node the node that holds the session
   * @return false if there is no such device (any more)
   */
  public boolean connected(DeviceId id, String node, String session) {
    return change(
        id,
        device -> {
          device.connect(node, session, clock.instant());
          return true;
        });
  }

  /** The session is over; this changes nothing if another one has taken its place. */
  public void disconnected(DeviceId id, String session) {
    change(
        id,
        device -> {
          if (device.isConnectedBy(session)) {
            device.disconnect(clock.instant());
          }
          return true;
        });
  }

  /** Whether the device can be woken, connected or not. */
  public boolean canBeWoken(DeviceId id) {
    return Optional.ofNullable(entities.find(Device.class, id.value()))
        .map(Device::isWakeable)
        .orElse(false);
  }

  /** Says whether the device can be woken while it is not connected. */
  public void setWakeable(DeviceId id, boolean wakeable) {
    change(
        id,
        device -> {
          device.setWakeable(wakeable);
          return true;
        });
  }

  /** No device is connected to this node, since it has just started. */
  public void resetNode(String node) {
    List<Device> devices =
        entities
            .createQuery("select d from Device d where d.node = :node order by d.id", Device.class)
            .setParameter("node", node)
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultList();
    for (Device device : devices) {
      device.disconnect(clock.instant());
      presence.fire(device.presenceChanged());
    }
  }

  /**
   * Gives the device to a call, or says what a call that has it does with it now. Whether the
   * device is connected does not matter here.
   *
   * @param call the call's id, at most 36 characters
   * @param activity not {@link Activity#IDLE}
   * @return false if another call has the device (with call waiting, a device that is in a call may
   *     ring for one more), or if there is no such device
   */
  public boolean occupy(DeviceId id, String call, Activity activity) {
    if (activity == Activity.IDLE) {
      throw new IllegalArgumentException("idle is what a device is without a call");
    }
    return change(id, device -> device.occupy(call, activity));
  }

  /** Takes the device from a call; does nothing if the call does not have it (any more). */
  public void release(DeviceId id, String call) {
    change(
        id,
        device -> {
          device.release(call);
          return true;
        });
  }

  /** Whether no other call than this one has the device. */
  public boolean hasNoCallBut(DeviceId id, String call) {
    return Optional.ofNullable(entities.find(Device.class, id.value()))
        .map(device -> device.hasNoCallBut(call))
        .orElse(true);
  }

  /** The device's presence now; offline if there is no such device. */
  public Presence of(DeviceId id) {
    return Optional.ofNullable(entities.find(Device.class, id.value()))
        .map(Device::presence)
        .orElse(Presence.OFFLINE);
  }

  private boolean change(DeviceId id, Predicate<Device> change) {
    Device device = entities.find(Device.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
    if (device == null) {
      return false;
    }
    Presence before = device.presence();
    boolean done = change.test(device);
    if (device.presence() != before) {
      presence.fire(device.presenceChanged());
    }
    return done;
  }
}
