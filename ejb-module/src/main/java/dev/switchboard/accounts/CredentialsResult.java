package dev.switchboard.accounts;

import dev.switchboard.Problem;

/** Whether somebody is who they say. */
public sealed interface CredentialsResult {
  /** They are. */
  record Accepted(Profile profile) implements CredentialsResult {}

  /** They are not, or are locked out for a while. */
  record Refused(Problem problem) implements CredentialsResult {}
}
