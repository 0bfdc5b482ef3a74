package dev.switchboard.media.transport.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * The digest of a certificate that the session description promised (RFC 8122 section 5).
 *
 * @param algorithm its name in the description; only SHA-2 of 256 bits or more ever matches
 * @param value {@code AB:CD:...}
 */
public record Fingerprint(String algorithm, String value) {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();
  private static final Set<String> STRONG = Set.of("sha-256", "sha-384", "sha-512");

  /** The SHA-256 fingerprint of an encoded certificate. */
  static Fingerprint of(byte[] certificate) {
    return new Fingerprint("sha-256", digest("sha-256", certificate));
  }

  /** Whether this is the fingerprint of an encoded certificate. */
  boolean matches(byte[] certificate) {
    String name = algorithm.toLowerCase(Locale.ROOT);
    return STRONG.contains(name)
        && digest(name, certificate).equals(value.strip().toUpperCase(Locale.ROOT));
  }

  private static String digest(String algorithm, byte[] certificate) {
    try {
      return COLONS.formatHex(MessageDigest.getInstance(algorithm).digest(certificate));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-2", e);
    }
  }
}
