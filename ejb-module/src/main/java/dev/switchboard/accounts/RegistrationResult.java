package dev.switchboard.accounts;

import dev.switchboard.Problem;
import java.util.List;

/** What has become of a registration. */
public sealed interface RegistrationResult {
  /** The account exists; its owner can log in. */
  record Registered(Profile profile) implements RegistrationResult {}

  /**
   * Nothing is stored.
   *
   * @param problems at least one; with the fields {@code name}, {@code number}, {@code password}
   *     and {@code token}, or an empty field name where it concerns the whole form
   */
  record Refused(List<Problem> problems) implements RegistrationResult {}
}
