package dev.switchboard.devices;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.Profile;

/**
 * Who is signed in, on which device.
 *
 * @param profile the account as it is now: its role and whether its password must be changed
 */
public record SignedIn(Profile profile, DeviceId device) {
  /** The account's id. */
  public AccountId account() {
    return profile.id();
  }

  /** Whether the device may call and be called: not before a temporary password is changed. */
  public boolean mayCall() {
    return !profile.mustChangePassword();
  }
}
