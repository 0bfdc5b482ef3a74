package dev.switchboard.accounts;

/** What an account may do on this server. */
public enum Role {
  /** Calls and is called. */
  USER,
  /** Also manages the accounts of others and the server. */
  ADMIN
}
