package dev.switchboard.devices;

import dev.switchboard.Secrets;
import dev.switchboard.accounts.AccountId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Records a login that has been granted, and the device on which it happens (S1.2). */
@ApplicationScoped
@Transactional
public class NewLogins {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private DeviceSettings settings;
  @Inject private Clock clock;
  @Inject private LoginEnd loginEnd;
  @Inject private Event<PresenceChanged> presence;

  protected NewLogins() {}

  NewLogins(
      EntityManager entities,
      DeviceSettings settings,
      Clock clock,
      LoginEnd loginEnd,
      Event<PresenceChanged> presence) {
    this.entities = entities;
    this.settings = settings;
    this.clock = clock;
    this.loginEnd = loginEnd;
    this.presence = presence;
  }

  /**
   * Opens a login with a token; others of the same browser end, whichever account they are of.
   *
   * @param deviceKey of the browser
   */
  DeviceId open(AccountId account, String token, String deviceKey, BrowserTraits traits) {
    return open(account, token, deviceKey, traits, Optional.empty());
  }

  /** As {@link #open}, of a TV that a phone has confirmed and named. */
  DeviceId pair(
      AccountId account, String token, String deviceKey, BrowserTraits traits, String name) {
    return open(account, token, deviceKey, traits, Optional.of(name));
  }

  private DeviceId open(
      AccountId account,
      String token,
      String deviceKey,
      BrowserTraits traits,
      Optional<String> pairedAs) {
    Instant now = clock.instant();
    String keyHash = Secrets.hash(deviceKey);
    endOtherAccounts(account, keyHash);
    Optional<Device> known =
        entities
            .createQuery(
                "select d from Device d where d.account = :account and d.keyHash = :key",
                Device.class)
            .setParameter("account", account.value())
            .setParameter("key", keyHash)
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultStream()
            .findFirst();
    Device device = known.orElseGet(() -> add(account, keyHash, traits, now));
    pairedAs.ifPresent(name -> makeTv(device, name));
    device.loggedIn(now);
    entities
        .createQuery("delete from LoginSession s where s.device = :device")
        .setParameter("device", device.id().value())
        .executeUpdate();
    entities.persist(
        new LoginSession(
            Secrets.hash(token), account, device.id(), pairedAs.isPresent(), now, settings));
    return device.id();
  }

  private void endOtherAccounts(AccountId account, String keyHash) {
    List<LoginSession> others =
        entities
            .createQuery(
                "select s from LoginSession s, Device d where d.id = s.device"
                    + " and d.keyHash = :key and d.account <> :account order by d.id",
                LoginSession.class)
            .setParameter("key", keyHash)
            .setParameter("account", account.value())
            .getResultList();
    loginEnd.end(others, DeviceSignedOut.Reason.OTHER_ACCOUNT);
  }

  private void makeTv(Device device, String name) {
    if (!device.name().equals(name)) {
      device.rename(freeName(device.account(), name));
    }
    device.become(DeviceKind.TV);
    presence.fire(device.presenceChanged());
  }

  private Device add(AccountId account, String keyHash, BrowserTraits traits, Instant now) {
    BrowserDescription description = BrowserDescription.of(traits);
    Device device =
        new Device(
            account, keyHash, description.kind(), freeName(account, description.name()), now);
    entities.persist(device);
    // Now, so that another tab of the browser that logs in at the same time is noticed here.
    entities.flush();
    presence.fire(device.presenceChanged());
    return device;
  }

  /** The second device of a name gets a number: those who choose must tell them apart. */
  private String freeName(AccountId account, String name) {
    Set<String> taken =
        new HashSet<>(
            entities
                .createQuery("select d.name from Device d where d.account = :account", String.class)
                .setParameter("account", account.value())
                .getResultList());
    String free = name;
    for (int number = 2; taken.contains(free); number++) {
      free = name + " " + number;
    }
    return free;
  }
}
