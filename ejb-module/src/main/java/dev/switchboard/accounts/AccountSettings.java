package dev.switchboard.accounts;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.switchboard.Environment;
import java.time.Duration;
import java.util.Locale;

/**
 * What the operator decides about accounts.
 *
 * @param region {@code SWITCHBOARD_REGION}, default {@code CH}: the country (ISO 3166) whose
 *     numbers may be written without country code
 * @param passwordLength {@code SWITCHBOARD_PASSWORD_LENGTH}, default 12, 8 to 64: the least number
 *     of characters of a password
 * @param confirmation {@code SWITCHBOARD_NUMBER_CONFIRMATION}, default {@code none}: {@code none},
 *     {@code admin} or {@code gateway}; with the latter two, an account is not found by its number
 *     until that is confirmed
 * @param registrations {@code SWITCHBOARD_REGISTRATIONS_PER_HOUR}, default 30: attempts to register
 *     from one address in an hour
 * @param logins {@code SWITCHBOARD_LOGIN_ATTEMPTS}, default 5: wrong passwords for one account from
 *     one address before it is locked out there for {@code SWITCHBOARD_LOCKOUT_MINUTES}, default 15
 * @param loginsFromAddress {@code SWITCHBOARD_LOGIN_ATTEMPTS_ADDRESS}, default 50: the same for all
 *     accounts together from one address
 * @param loginsForAccount {@code SWITCHBOARD_LOGIN_ATTEMPTS_ACCOUNT}, default 100: the same for one
 *     account from all addresses together
 * @param temporaryPassword {@code SWITCHBOARD_TEMPORARY_PASSWORD_HOURS}, default 72: how long an
 *     administrator's temporary password can be used
 */
public record AccountSettings(
    String region,
    int passwordLength,
    NumberConfirmation confirmation,
    Limit registrations,
    Limit logins,
    Limit loginsFromAddress,
    Limit loginsForAccount,
    Duration temporaryPassword) {

  /** No service takes longer passwords; hashing must not be made expensive from outside. */
  public static final int LONGEST_PASSWORD = 128;

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the variable whose value can't be right
   */
  public static AccountSettings from(Environment environment) {
    Duration lockOut =
        Duration.ofMinutes(environment.number("SWITCHBOARD_LOCKOUT_MINUTES", 15, 1, 1440));
    return new AccountSettings(
        region(environment),
        environment.number("SWITCHBOARD_PASSWORD_LENGTH", 12, 8, 64),
        confirmation(environment),
        new Limit(
            "registration",
            environment.number("SWITCHBOARD_REGISTRATIONS_PER_HOUR", 30, 1, 1_000_000),
            Duration.ofHours(1)),
        logins(environment, "login", "SWITCHBOARD_LOGIN_ATTEMPTS", 5, lockOut),
        logins(environment, "login-address", "SWITCHBOARD_LOGIN_ATTEMPTS_ADDRESS", 50, lockOut),
        logins(environment, "login-account", "SWITCHBOARD_LOGIN_ATTEMPTS_ACCOUNT", 100, lockOut),
        Duration.ofHours(environment.number("SWITCHBOARD_TEMPORARY_PASSWORD_HOURS", 72, 1, 720)));
  }

  private static Limit logins(
      Environment environment, String kind, String name, int preset, Duration lockOut) {
    return new Limit(kind, environment.number(name, preset, 1, 1_000_000), lockOut);
  }

  private static String region(Environment environment) {
    String region = environment.text("SWITCHBOARD_REGION", "CH").toUpperCase(Locale.ROOT);
    if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(region)) {
      throw new IllegalArgumentException("SWITCHBOARD_REGION is no country code: " + region);
    }
    return region;
  }

  private static NumberConfirmation confirmation(Environment environment) {
    String value = environment.text("SWITCHBOARD_NUMBER_CONFIRMATION", "none");
    return switch (value) {
      case "none" -> NumberConfirmation.NONE;
      case "admin" -> NumberConfirmation.ADMIN;
      case "gateway" -> NumberConfirmation.GATEWAY;
      default ->
          throw new IllegalArgumentException(
              "SWITCHBOARD_NUMBER_CONFIRMATION must be none, admin or gateway: " + value);
    };
  }
}
