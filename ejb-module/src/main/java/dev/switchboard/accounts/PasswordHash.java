package dev.switchboard.accounts;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.KeySpec;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * How a password is stored: PBKDF2-HMAC-SHA512 (RFC 8018, section 5.2) with a salt of its own.
 *
 * @param text {@code pbkdf2-sha512:iterations:salt:hash}, the last two in Base64
 */
record PasswordHash(String text) {
  /** The least that OWASP recommends for this function. */
  static final int ITERATIONS = 210_000;

  private static final String SCHEME = "pbkdf2-sha512";
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Nobody's password: checking against it takes as long as against somebody's. */
  static final PasswordHash NOBODY = ofRandom();

  /** The hash of a password, with a new salt. Takes some 0.2 s of CPU. */
  static PasswordHash of(String password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return write(salt, derive(password, salt, ITERATIONS));
  }

  /** Whether this is the password's hash; takes as long for a wrong one as for the right one. */
  boolean matches(String password) {
    String[] parts = text.split(":");
    if (parts.length != 4 || !parts[0].equals(SCHEME)) {
      throw new IllegalStateException("not a password hash of ours");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    byte[] derived = derive(password, base64.decode(parts[2]), Integer.parseInt(parts[1]));
    return MessageDigest.isEqual(derived, base64.decode(parts[3]));
  }

  /** A temporary password could end in a log otherwise. */
  @Override
  public String toString() {
    return "PasswordHash[…]";
  }

  private static PasswordHash ofRandom() {
    byte[] salt = new byte[SALT_BYTES];
    byte[] hash = new byte[HASH_BYTES];
    RANDOM.nextBytes(salt);
    RANDOM.nextBytes(hash);
    return write(salt, hash);
  }

  private static PasswordHash write(byte[] salt, byte[] hash) {
    Base64.Encoder base64 = Base64.getEncoder();
    return new PasswordHash(
        String.join(
            ":",
            SCHEME,
            Integer.toString(ITERATIONS),
            base64.encodeToString(salt),
            base64.encodeToString(hash)));
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    // The same password typed on another system may come in another composition of its accents.
    char[] typed = Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray();
    try {
      KeySpec spec = new PBEKeySpec(typed, salt, iterations, HASH_BYTES * 8);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA512", e);
    }
  }
}
