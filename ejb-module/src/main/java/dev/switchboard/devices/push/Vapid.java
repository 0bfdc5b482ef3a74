package dev.switchboard.devices.push;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * How this server identifies itself to push services (RFC 8292): a browser subscribes for its
 * public key, and each message carries a token that is signed with the private one.
 */
@ApplicationScoped
public class Vapid {
  /** For which a token is good; a day is the most (RFC 8292 section 2). */
  private static final Duration LIFE = Duration.ofHours(12);

  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
  private static final String HEADER = "{\"typ\":\"JWT\",\"alg\":\"ES256\"}";

  @Inject private ServerKeys keys;
  @Inject private PushSettings settings;
  @Inject private Clock clock;

  /** Made when it is needed first; the same on all nodes. */
  private volatile @Nullable KeyPair pair;

  protected Vapid() {}

  Vapid(ServerKeys keys, PushSettings settings, Clock clock) {
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /** What a browser subscribes for ({@code applicationServerKey}): 87 characters. */
  public String publicKey() {
    return text(P256.encode((ECPublicKey) pair().getPublic()));
  }

  /** The value of the header {@code Authorization} for messages to an endpoint. */
  String authorization(URI endpoint) {
    String claims =
        "{\"aud\":\"%s://%s\",\"exp\":%d%s}"
            .formatted(
                endpoint.getScheme(),
                endpoint.getRawAuthority(),
                clock.instant().plus(LIFE).getEpochSecond(),
                settings.contact().map(",\"sub\":\"%s\""::formatted).orElse(""));
    String signed = text(HEADER) + "." + text(claims);
    return "vapid t=" + signed + "." + text(sign(signed)) + ", k=" + publicKey();
  }

  /** ES256 (RFC 7518 section 3.4): the two numbers beside each other. */
  private byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(pair().getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has ECDSA", e);
    }
  }

  private KeyPair pair() {
    KeyPair known = pair;
    if (known == null) {
      known = keys.find().orElseGet(this::newPair);
      pair = known;
    }
    return known;
  }

  private KeyPair newPair() {
    try {
      keys.make();
    } catch (RuntimeException e) {
      // Another node was first: its pair is everybody's.
      return keys.find().orElseThrow(() -> e);
    }
    return keys.find().orElseThrow(NoSuchElementException::new);
  }

  private static String text(String json) {
    return text(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return TEXT.encodeToString(bytes);
  }
}
