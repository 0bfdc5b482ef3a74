package dev.switchboard.devices.push;

import dev.switchboard.Secrets;
import dev.switchboard.devices.DeviceId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Base64;

/**
 * By which a device's browser is reached: the address at its push service, and the keys that let
 * nobody but the browser read what is sent there. One for each device.
 */
@Entity
@Table(name = "push_subscriptions")
class PushSubscription {
  @Id
  @Column(name = "device_id")
  private String device;

  @Version private long version;

  private String endpoint;

  @Column(name = "endpoint_hash")
  private String endpointHash;

  @Column(name = "public_key")
  private String publicKey;

  @Column(name = "auth_secret")
  private String authSecret;

  @Column(name = "subscribed_at")
  private Instant subscribedAt;

  /** For JPA. */
  protected PushSubscription() {}

  PushSubscription(DeviceId device) {
    this.device = device.value();
  }

  /** Takes over what the browser has now. */
  void renew(String endpoint, ECPublicKey publicKey, byte[] authSecret, Instant now) {
    this.endpoint = endpoint;
    this.endpointHash = Secrets.hash(endpoint);
    this.publicKey = text(P256.encode(publicKey));
    this.authSecret = text(authSecret);
    this.subscribedAt = now;
  }

  DeviceId device() {
    return new DeviceId(device);
  }

  String endpoint() {
    return endpoint;
  }

  ECPublicKey publicKey() {
    return P256.decode(bytes(publicKey))
        .orElseThrow(() -> new IllegalStateException("The key was checked when it came"));
  }

  byte[] authSecret() {
    return bytes(authSecret);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    return Base64.getUrlDecoder().decode(text);
  }
}
