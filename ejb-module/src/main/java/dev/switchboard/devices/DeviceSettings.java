package dev.switchboard.devices;

import dev.switchboard.Environment;
import dev.switchboard.accounts.Limit;
import java.time.Duration;

/**
 * What the operator decides about devices, logins and look-ups.
 *
 * @param serverName {@code SWITCHBOARD_SERVER_NAME}, default {@code switchboard}: this server in
 *     {@code name@server}, 1 to 100 letters, digits, dots or dashes
 * @param loginIdle {@code SWITCHBOARD_LOGIN_IDLE_DAYS}, default 30: a login that has not been used
 *     for so long ends
 * @param loginLongest {@code SWITCHBOARD_LOGIN_DAYS}, default 180: a login ends after so long, used
 *     or not
 * @param lookUps {@code SWITCHBOARD_LOOKUPS_PER_MINUTE}, default 30: look-ups of one account
 * @param failedLookUps {@code SWITCHBOARD_FAILED_LOOKUPS_PER_HOUR}, default 60: look-ups of one
 *     account that found nothing, so that numbers can't be tried one after the other
 * @param pairings {@code SWITCHBOARD_PAIRINGS_PER_HOUR}, default 120: codes that TVs of one address
 *     ask for; one that waits asks for twelve
 * @param pairingGuesses {@code SWITCHBOARD_PAIRING_ATTEMPTS}, default 10: wrong pairing codes of
 *     one account in a quarter of an hour
 * @param pairingGuessesFromAddress {@code SWITCHBOARD_PAIRING_ATTEMPTS_ADDRESS}, default 50: the
 *     same from one address
 */
public record DeviceSettings(
    String serverName,
    Duration loginIdle,
    Duration loginLongest,
    Limit lookUps,
    Limit failedLookUps,
    Limit pairings,
    Limit pairingGuesses,
    Limit pairingGuessesFromAddress) {

  private static final Duration PAIRING_LOCK_OUT = Duration.ofMinutes(15);

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the variable whose value can't be right
   */
  public static DeviceSettings from(Environment environment) {
    String serverName = environment.text("SWITCHBOARD_SERVER_NAME", "switchboard");
    if (!serverName.matches("[A-Za-z0-9.-]{1,100}")) {
      throw new IllegalArgumentException("SWITCHBOARD_SERVER_NAME is no name: " + serverName);
    }
    return new DeviceSettings(
        serverName,
        Duration.ofDays(environment.number("SWITCHBOARD_LOGIN_IDLE_DAYS", 30, 1, 400)),
        Duration.ofDays(environment.number("SWITCHBOARD_LOGIN_DAYS", 180, 1, 400)),
        new Limit(
            "look-up",
            environment.number("SWITCHBOARD_LOOKUPS_PER_MINUTE", 30, 1, 1_000_000),
            Duration.ofMinutes(1)),
        new Limit(
            "failed-look-up",
            environment.number("SWITCHBOARD_FAILED_LOOKUPS_PER_HOUR", 60, 1, 1_000_000),
            Duration.ofHours(1)),
        new Limit(
            "pairing",
            environment.number("SWITCHBOARD_PAIRINGS_PER_HOUR", 120, 1, 1_000_000),
            Duration.ofHours(1)),
        new Limit(
            "pairing-account",
            environment.number("SWITCHBOARD_PAIRING_ATTEMPTS", 10, 1, 1_000_000),
            PAIRING_LOCK_OUT),
        new Limit(
            "pairing-address",
            environment.number("SWITCHBOARD_PAIRING_ATTEMPTS_ADDRESS", 50, 1, 1_000_000),
            PAIRING_LOCK_OUT));
  }
}
