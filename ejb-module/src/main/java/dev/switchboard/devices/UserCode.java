package dev.switchboard.devices;

import dev.switchboard.Secrets;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/**
 * The code that a TV shows and a person types on the phone: eight letters, 34 bits (RFC 8628
 * section 6.1). It has no vowels, so that it never spells a word, and no letter that looks like
 * another one or a digit.
 *
 * @param letters without the dash in the middle
 */
record UserCode(String letters) {
  private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
  private static final int LENGTH = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new one. */
  static UserCode random() {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      letters.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return new UserCode(letters.toString());
  }

  /** Reads what was typed or scanned, in small letters or capitals, with or without the dash. */
  static Optional<UserCode> parse(String typed) {
    String letters = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    return letters.matches("[" + ALPHABET + "]{" + LENGTH + "}")
        ? Optional.of(new UserCode(letters))
        : Optional.empty();
  }

  /**
   * How it is stored. Whoever reads the database could try all codes; what protects them is that
   * each is good for one pairing within five minutes.
   */
  String hash() {
    return Secrets.hash(letters);
  }

  /** As a TV shows it: {@code BCDF-GHJK}. */
  @Override
  public String toString() {
    return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
  }
}
