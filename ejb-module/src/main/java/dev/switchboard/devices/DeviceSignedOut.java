package dev.switchboard.devices;

import dev.switchboard.accounts.AccountId;

/**
 * Fired in the transaction in which the last login of a device under an account ends: its socket is
 * closed, and it is offline. The device stays in the list.
 *
 * @param reason why
 */
public record DeviceSignedOut(AccountId account, DeviceId device, Reason reason) {

  /** Why a login ended. */
  public enum Reason {
    /** Its user has logged out, or the login has expired. */
    LOGGED_OUT,
    /** The browser is now signed in as somebody else. */
    OTHER_ACCOUNT,
    /** The password was changed on another device, or reset. */
    PASSWORD_CHANGED,
    /** An administrator has disabled the account: calls end with {@code DEVICE_REMOVED}. */
    ACCOUNT_DISABLED
  }
}
