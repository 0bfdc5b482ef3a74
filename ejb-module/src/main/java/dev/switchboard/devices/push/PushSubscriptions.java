package dev.switchboard.devices.push;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.RetryOnConflict;
import dev.switchboard.Secrets;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.DevicePresence;
import dev.switchboard.devices.DeviceSignedOut;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which devices can be woken, and how. A subscription comes with its user's wish, is replaced when
 * the browser has a new one, and goes with the wish, the log-in, the device, or when its push
 * service doesn't know it any more.
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class PushSubscriptions {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private PushSettings settings;
  @Inject private DevicePresence presence;
  @Inject private Event<DeviceUnreachable> unreachable;
  @Inject private Clock clock;

  protected PushSubscriptions() {}

  PushSubscriptions(
      EntityManager entities,
      PushSettings settings,
      DevicePresence presence,
      Event<DeviceUnreachable> unreachable,
      Clock clock) {
    this.entities = entities;
    this.settings = settings;
    this.presence = presence;
    this.unreachable = unreachable;
    this.clock = clock;
  }

  /**
   * A device's browser as it describes itself ({@code PushSubscription.toJSON()}).
   *
   * @param endpoint of a push service that the operator allows
   * @param p256dh its public key, a point of P-256 in base64url
   * @param auth 16 secret bytes in base64url
   */
  public record Browser(String endpoint, String p256dh, String auth) {}

  /**
   * Keeps how a device is woken, in place of what was known.
   *
   * @return why not, at field {@code endpoint}, {@code p256dh} or {@code auth}
   */
  public Optional<Problem> keep(DeviceId device, Browser browser) {
    if (settings.hosts().find(browser.endpoint()).isEmpty()) {
      return Optional.of(Problem.at("endpoint", Message.PUSH_ENDPOINT_REFUSED));
    }
    Optional<ECPublicKey> publicKey = bytes(browser.p256dh()).flatMap(P256::decode);
    if (publicKey.isEmpty()) {
      return Optional.of(Problem.at("p256dh", Message.PUSH_KEY_INVALID));
    }
    Optional<byte[]> auth =
        bytes(browser.auth()).filter(secret -> secret.length == PushEncryption.AUTH_BYTES);
    if (auth.isEmpty()) {
      return Optional.of(Problem.at("auth", Message.PUSH_KEY_INVALID));
    }
    takeOver(device, browser.endpoint());
    PushSubscription subscription = entities.find(PushSubscription.class, device.value());
    boolean isNew = subscription == null;
    if (subscription == null) {
      subscription = new PushSubscription(device);
    }
    subscription.renew(
        browser.endpoint(), publicKey.orElseThrow(), auth.orElseThrow(), clock.instant());
    if (isNew) {
      entities.persist(subscription);
    }
    return Optional.empty();
  }

  /** The endpoint by which the device is woken; empty if it isn't. */
  public Optional<String> endpoint(DeviceId device) {
    return find(device).map(PushSubscription::endpoint);
  }

  /** The device is not to be woken any more; nothing if it isn't. */
  public void drop(DeviceId device) {
    presence.setWakeable(device, false);
    entities
        .createQuery("delete from PushSubscription s where s.device = :device")
        .setParameter("device", device.value())
        .executeUpdate();
  }

  /** How to wake the device. */
  Optional<PushSubscription> find(DeviceId device) {
    return Optional.ofNullable(entities.find(PushSubscription.class, device.value()));
  }

  /** The push service knows the endpoint no more; nothing if the browser has another one now. */
  void gone(DeviceId device, String endpoint) {
    if (endpoint(device).filter(endpoint::equals).isPresent()) {
      // Calls before devices: the order of locks.
      unreachable.fire(new DeviceUnreachable(device));
      drop(device);
    }
  }

  void onSignedOut(@Observes DeviceSignedOut event) {
    drop(event.device());
  }

  /** The browser has been another account's device, too: only the one that asks now is woken. */
  private void takeOver(DeviceId device, String endpoint) {
    String hash = Secrets.hash(endpoint);
    List<String> others =
        entities
            .createQuery(
                "select s.device from PushSubscription s"
                    + " where s.endpointHash = :hash and s.device <> :device",
                String.class)
            .setParameter("hash", hash)
            .setParameter("device", device.value())
            .getResultList();
    TreeSet<String> inOrder = new TreeSet<>(others);
    inOrder.add(device.value());
    for (String each : inOrder) {
      if (each.equals(device.value())) {
        presence.setWakeable(device, true);
      } else {
        drop(new DeviceId(each));
      }
    }
  }

  private static Optional<byte[]> bytes(String text) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
