package dev.switchboard.accounts;

import java.time.Instant;

/**
 * An account as pages and other features see it.
 *
 * @param name as its owner spells it
 * @param numberConfirmed whether the number is known to be the account's own; show the others as
 *     unconfirmed where {@link AccountSettings#confirmation()} asks for it
 * @param language {@code en} or {@code zh}
 * @param enabled a disabled account can neither log in nor be called
 * @param mustChangePassword the password is an administrator's temporary one
 */
public record Profile(
    AccountId id,
    String name,
    PhoneNumber number,
    boolean numberConfirmed,
    Role role,
    Visibility visibility,
    String language,
    boolean enabled,
    boolean mustChangePassword,
    Instant registeredAt) {

  /** Whether the account manages the server. */
  public boolean isAdministrator() {
    return role == Role.ADMIN;
  }
}
