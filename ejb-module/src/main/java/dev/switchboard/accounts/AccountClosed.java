package dev.switchboard.accounts;

/**
 * Fired in the transaction that closes an account, before the row goes: whoever keeps something of
 * the account's removes it or ends it in an observer, in the same transaction.
 *
 * @param reason whether the account may come back
 */
public record AccountClosed(AccountId account, Reason reason) {

  /** Why an account is closed. */
  public enum Reason {
    /** By its owner, for good: nothing of it stays but its name in the history of others. */
    DELETED,
    /** By an administrator: all stays, but it is signed out and can't be called. */
    DISABLED
  }
}
