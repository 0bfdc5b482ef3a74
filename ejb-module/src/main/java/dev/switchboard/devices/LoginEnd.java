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

/** Ends logins, whatever the reason: the device goes offline with its last one. */
@ApplicationScoped
@Transactional
public class LoginEnd {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private Clock clock;
  @Inject private Event<DeviceSignedOut> signedOut;
  @Inject private Event<PresenceChanged> presence;

  protected LoginEnd() {}

  LoginEnd(
      EntityManager entities,
      Clock clock,
      Event<DeviceSignedOut> signedOut,
      Event<PresenceChanged> presence) {
    this.entities = entities;
    this.clock = clock;
    this.signedOut = signedOut;
    this.presence = presence;
  }

  /** Ends these logins; in the order of their devices' ids, which are locked. */
  void end(List<LoginSession> logins, DeviceSignedOut.Reason reason) {
    for (LoginSession login : logins) {
      // Not by remove(), which fails if the login was ended elsewhere in the meantime.
      entities
          .createQuery("delete from LoginSession s where s.tokenHash = :hash")
          .setParameter("hash", login.tokenHash())
          .executeUpdate();
      Device device =
          entities.find(Device.class, login.device().value(), LockModeType.PESSIMISTIC_WRITE);
      if (device != null && !hasLogin(device)) {
        signOut(device, reason);
      }
    }
  }

  private boolean hasLogin(Device device) {
    return entities
            .createQuery("select count(s) from LoginSession s where s.device = :device", Long.class)
            .setParameter("device", device.id().value())
            .getSingleResult()
        > 0;
  }

  private void signOut(Device device, DeviceSignedOut.Reason reason) {
    signedOut.fire(new DeviceSignedOut(device.account(), device.id(), reason));
    if (device.isConnected()) {
      device.disconnect(clock.instant());
      presence.fire(device.presenceChanged());
    }
  }
}
