package dev.switchboard.calls;

import java.util.Optional;

/** How far a call is. */
public enum CallState {
  /** The callee is being looked for; nobody has been invited. */
  LOOKING_UP,
  /** Invitations are on their way; no device rings yet. */
  INVITING,
  /** At least one device rings. */
  RINGING,
  /** A device answered; media is being set up. */
  CONNECTING,
  /** Media is up at all sides. */
  CONNECTED,
  /** Over, with a cause. */
  ENDED;

  /** What can happen to a call. */
  public enum Step {
    /** The caller chose a device, or any. */
    CHOOSE,
    /** A device confirmed its invitation. */
    RING,
    /** A ringing device was answered. */
    ANSWER,
    /** Media is up at the last side that it was awaited from. */
    CONNECT,
    /** The call ends, for whatever cause. */
    END
  }

  /** The state after a step; empty if the step can't be made in this state. */
  public Optional<CallState> after(Step step) {
    return Optional.ofNullable(
        switch (step) {
          case CHOOSE -> this == LOOKING_UP ? INVITING : null;
          case RING -> this == INVITING || this == RINGING ? RINGING : null;
          case ANSWER -> this == RINGING ? CONNECTING : null;
          case CONNECT -> this == CONNECTING ? CONNECTED : null;
          case END -> this == ENDED ? null : ENDED;
        });
  }
}
