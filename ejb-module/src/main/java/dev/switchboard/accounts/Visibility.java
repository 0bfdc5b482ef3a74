package dev.switchboard.accounts;

/** Who may see an account's devices, and so call it (S1.4). */
public enum Visibility {
  /** Everyone who is signed in. */
  EVERYONE,
  /** Those whom the account has in its contacts. */
  CONTACTS,
  /** Nobody but the account itself. */
  NOBODY
}
