package dev.switchboard.accounts;

/** Whether an account must prove that its number is its own (S1.1). */
public enum NumberConfirmation {
  /** Not at all. */
  NONE,
  /** An administrator vouches for it. */
  ADMIN,
  /** A code goes to the number by the message gateway that the enterprise connects over JMS. */
  GATEWAY
}
