package dev.switchboard.accounts;

import org.jspecify.annotations.Nullable;

/**
 * Fired in the transaction that changes a password: every login of the account ends but one.
 *
 * @param keptToken the token of the login from which it was changed, which stays; null when an
 *     administrator has reset the password
 */
public record PasswordChanged(AccountId account, @Nullable String keptToken) {
  /** Without the token. */
  @Override
  public String toString() {
    return "PasswordChanged[" + account + "]";
  }
}
