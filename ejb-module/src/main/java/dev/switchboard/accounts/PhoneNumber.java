package dev.switchboard.accounts;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import java.io.Serializable;
import java.util.Optional;

/**
 * A phone number that exists in its country's numbering plan.
 *
 * @param e164 {@code +} and up to 15 digits (ITU-T E.164)
 */
public record PhoneNumber(String e164) implements Serializable {
  /** Longer texts are no numbers, however they are punctuated. */
  private static final int LONGEST = 40;

  /**
   * Reads a number in any spelling: with spaces or punctuation, full-width digits, as {@code tel:}
   * address, with {@code +}, the region's international prefix, or its national one.
   *
   * @param region ISO 3166 code of the country whose national numbers need no country code
   * @return empty if the text is no number, or has an extension (we could not dial it)
   */
  public static Optional<PhoneNumber> parse(String text, String region) {
    // Letters are refused here, since the library takes 0800-FLOWERS for a number, and a name with
    // enough digits in it would become one.
    String typed = text.strip();
    String bare = typed.regionMatches(true, 0, "tel:", 0, 4) ? typed.substring(4) : typed;
    if (bare.length() > LONGEST || bare.codePoints().anyMatch(Character::isLetter)) {
      return Optional.empty();
    }
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    try {
      Phonenumber.PhoneNumber parsed = numbers.parse(bare, region);
      return numbers.isValidNumber(parsed) && !parsed.hasExtension()
          ? Optional.of(new PhoneNumber(numbers.format(parsed, PhoneNumberFormat.E164)))
          : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  /** The number as one writes it for people elsewhere: {@code +41 44 668 18 00}. */
  public String international() {
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    try {
      return numbers.format(numbers.parse(e164, null), PhoneNumberFormat.INTERNATIONAL);
    } catch (NumberParseException e) {
      return e164;
    }
  }

  @Override
  public String toString() {
    return e164;
  }
}
