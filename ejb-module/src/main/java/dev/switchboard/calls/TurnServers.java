package dev.switchboard.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.switchboard.Environment;
import dev.switchboard.Secrets;
import dev.switchboard.signalling.ServerMessage.IceServer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The TURN servers (RFC 8656) that terminals may relay their media by, if there are any, and
 * passwords for them. Each password is good for a while, and the TURN servers know it without being
 * told: it is the HMAC-SHA1 of a user name that begins with the time until which it is good, under
 * a secret that they share with us (draft-uberti-behave-turn-rest-00, coturn's {@code
 * use-auth-secret}). A user name says nothing about the account. Immutable.
 */
public final class TurnServers {
  private static final String URIS = "SWITCHBOARD_TURN_URIS";
  private static final String SECRET = "SWITCHBOARD_TURN_SECRET";
  private static final String MINUTES = "SWITCHBOARD_TURN_MINUTES";

  /** RFC 7065 section 3.1; a host name, an IPv4 address or an IPv6 address in brackets. */
  private static final Pattern URI =
      Pattern.compile(
          "turns?:([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(\\?transport=(udp|tcp))?");

  /** As many as the digest has (RFC 2104 section 3). */
  private static final int SHORTEST_SECRET = 20;

  private final List<String> uris;
  private final String secret;
  private final Duration lifetime;
  private final Clock clock;

  private TurnServers(List<String> uris, String secret, Duration lifetime, Clock clock) {
    this.uris = uris;
    this.secret = secret;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the variable whose value makes no sense
   */
  static TurnServers from(Environment environment, Clock clock) {
    List<String> uris =
        Arrays.stream(environment.text(URIS, "").split(","))
            .map(String::strip)
            .filter(uri -> !uri.isEmpty())
            .toList();
    String secret = environment.text(SECRET, "");
    int minutes = environment.number(MINUTES, 60, 1, 1_440);
    for (String uri : uris) {
      require(URI.matcher(uri).matches(), URIS + " has no TURN server like turn:host:3478: " + uri);
    }
    require(uris.isEmpty() == secret.isEmpty(), URIS + " and " + SECRET + " need each other.");
    require(
        secret.isEmpty() || secret.length() >= SHORTEST_SECRET,
        SECRET + " must have at least " + SHORTEST_SECRET + " characters.");
    return new TurnServers(uris, secret, Duration.ofMinutes(minutes), clock);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The servers with a new user name and its password; empty if there are none. */
  public List<IceServer> withNewPassword() {
    if (uris.isEmpty()) {
      return List.of();
    }
    String username = clock.instant().plus(lifetime).getEpochSecond() + ":" + Secrets.id();
    return List.of(new IceServer(uris, username, password(secret, username)));
  }

  /** How long a password is good, in seconds. */
  public int seconds() {
    return Math.toIntExact(lifetime.toSeconds());
  }

  /** {@code base64(HMAC-SHA1(secret, username))}. */
  static String password(String secret, String username) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA1", e);
    }
  }
}
