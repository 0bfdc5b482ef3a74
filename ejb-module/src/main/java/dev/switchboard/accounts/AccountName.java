package dev.switchboard.accounts;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An account's name: 2 to 32 characters, ASCII letters, Chinese characters and digits, with single
 * dots, dashes and underscores in between. It begins with a letter, so that it is no number, and
 * the alphabet is small, so that two names that look the same are the same.
 *
 * @param text as its owner spells it, in Unicode's NFKC form
 */
record AccountName(String text) {
  static final int SHORTEST = 2;
  static final int LONGEST = 32;

  private static final Pattern SHAPE =
      Pattern.compile("[A-Za-z\\p{IsHan}][A-Za-z0-9\\p{IsHan}]*(?:[._-][A-Za-z0-9\\p{IsHan}]+)*");

  /** Reads a name; empty if it breaks the rules. */
  static Optional<AccountName> parse(String typed) {
    String text = Normalizer.normalize(typed.strip(), Normalizer.Form.NFKC);
    // Counted in UTF-16 units, as the column is wide.
    return text.length() >= SHORTEST && text.length() <= LONGEST && SHAPE.matcher(text).matches()
        ? Optional.of(new AccountName(text))
        : Optional.empty();
  }

  /** What makes the name unique: upper and lower case are the same. */
  String key() {
    return text.toLowerCase(Locale.ROOT);
  }
}
