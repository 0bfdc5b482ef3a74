package dev.switchboard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Unguessable texts that need no escaping anywhere, and the form in which they are stored. */
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private Secrets() {}

  /** An id of 128 random bits: 22 characters. */
  public static String id() {
    return random(16);
  }

  /** A token or key of 256 random bits: 43 characters. */
  public static String token() {
    return random(32);
  }

  /** Whether a text has the shape of an {@link #id()}; it may still be nobody's. */
  public static boolean isId(String text) {
    return text.matches("[A-Za-z0-9_-]{22}");
  }

  /** Whether a text has the shape of a {@link #token()}; it may still be nobody's. */
  public static boolean isToken(String text) {
    return text.matches("[A-Za-z0-9_-]{43}");
  }

  /**
   * How a token is stored: its SHA-256 in 43 characters. A plain hash does, because a token has too
   * many bits to be guessed; a password needs a slow one.
   */
  public static String hash(String token) {
    try {
      return TEXT.encodeToString(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String random(int bytes) {
    byte[] bits = new byte[bytes];
    RANDOM.nextBytes(bits);
    return TEXT.encodeToString(bits);
  }
}
