package dev.switchboard.accounts;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which passwords are strong enough: long, and none of those that are tried first. What characters
 * they have does not matter (NIST SP 800-63B, section 5.1.1.2).
 */
final class PasswordRules {
  /** Fewer different characters are a pattern. */
  private static final int DIFFERENT_CHARACTERS = 5;

  /** What common passwords of twelve characters or more are made of, once digits are gone. */
  private static final Set<String> COMMON =
      Set.of(
          "password",
          "passwort",
          "passwordpassword",
          "passw0rd",
          "letmein",
          "letmeinletmein",
          "welcome",
          "welcomewelcome",
          "administrator",
          "adminadmin",
          "adminadminadmin",
          "switchboard",
          "changeme",
          "changemechangeme",
          "iloveyou",
          "iloveyouiloveyou",
          "qwertyuiop",
          "qwertyqwerty",
          "qwertyuiopasdf",
          "qwertzuiop",
          "asdfghjkl",
          "asdfghjklasdf",
          "zxcvbnmzxcvbnm",
          "qazwsxedcrfv",
          "qazwsxedc",
          "abcdefghijkl",
          "abcdefghijklm",
          "abcdefghijklmnop",
          "unknown",
          "football",
          "baseball",
          "dragon",
          "monkey",
          "princess",
          "sunshine",
          "superman",
          "trustno",
          "woaini",
          "woainiwoaini");

  /** Runs along which fingers slide. */
  private static final String RUNS =
      "01234567890123456789 98765432109876543210 abcdefghijklmnopqrstuvwxyz"
          + " qwertyuiopasdfghjklzxcvbnm qwertzuiopasdfghjklyxcvbnm 1qaz2wsx3edc4rfv5tgb6yhn"
          + " 1q2w3e4r5t6y7u8i9o0p";

  private PasswordRules() {}

  /** What is wrong with a new password; {@code field} is where it was typed. */
  static Optional<Problem> check(
      String field, String password, int least, String name, String number) {
    int length = password.codePointCount(0, password.length());
    if (length < least) {
      return Optional.of(Problem.at(field, Message.PASSWORD_SHORT, least));
    }
    if (length > AccountSettings.LONGEST_PASSWORD) {
      return Optional.of(
          Problem.at(field, Message.PASSWORD_LONG, AccountSettings.LONGEST_PASSWORD));
    }
    return isWeak(password.toLowerCase(Locale.ROOT), name, number)
        ? Optional.of(Problem.at(field, Message.PASSWORD_WEAK))
        : Optional.empty();
  }

  /** {@code number} is the account's, which may be typed in its national form, too. */
  private static boolean isWeak(String password, String name, String number) {
    String letters = password.replaceAll("[^\\p{L}]", "");
    String digits = password.replaceAll("[^0-9]", "").replaceFirst("^0+", "");
    return password.chars().distinct().count() < DIFFERENT_CHARACTERS
        || COMMON.contains(letters)
        || RUNS.contains(password)
        || isMostly(letters, name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]", ""))
        || (letters.isEmpty() && digits.length() >= 6 && number.contains(digits));
  }

  /** Whether a text is another one, perhaps again and again or with a little around it. */
  private static boolean isMostly(String text, String other) {
    return other.length() >= 3 && text.replace(other, "").length() * 3 < text.length();
  }
}
