package dev.switchboard.devices;

import dev.switchboard.Problem;
import dev.switchboard.accounts.Profile;

/** What has become of an attempt to log in. */
public sealed interface LogInResult {
  /**
   * Signed in.
   *
   * @param token for the session cookie; new at each login
   * @param deviceKey for the device cookie, which outlives the login
   */
  record Accepted(String token, String deviceKey, SignedIn signedIn) implements LogInResult {
    /** The account, as {@code signedIn} has it. */
    public Profile profile() {
      return signedIn.profile();
    }

    /** Without the secrets. */
    @Override
    public String toString() {
      return "Accepted[" + signedIn.device() + "]";
    }
  }

  /** Refused; the problem names no field. */
  record Refused(Problem problem) implements LogInResult {}
}
