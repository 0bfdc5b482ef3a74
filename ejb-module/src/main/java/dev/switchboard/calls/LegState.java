package dev.switchboard.calls;

import java.util.Optional;

/** How far a leg is. */
public enum LegState {
  /** Not rung, and not joined: the caller's leg before an answer, and that of an absent caller. */
  WAITING,
  /** The invitation is on its way to the device, which has not confirmed it. */
  INVITED,
  /** The device rings. */
  RINGING,
  /** Joined; its media is being set up. */
  CONNECTING,
  /** Its media is up. */
  CONNECTED,
  /** Over, with a cause. */
  ENDED;

  /** What can happen to a leg. */
  public enum Step {
    /** The device confirmed the invitation. */
    CONFIRM,
    /** The leg joins the call: it answered, or the one that it waited for did. */
    JOIN,
    /** Its media is up. */
    CONNECT,
    /** The leg ends, for whatever cause. */
    END
  }

  /** The state after a step; empty if the step can't be made in this state. */
  public Optional<LegState> after(Step step) {
    return Optional.ofNullable(
        switch (step) {
          case CONFIRM -> this == INVITED ? RINGING : null;
          case JOIN -> this == WAITING || this == RINGING ? CONNECTING : null;
          case CONNECT -> this == CONNECTING ? CONNECTED : null;
          case END -> this == ENDED ? null : ENDED;
        });
  }

  /** Whether this device is being rung. */
  boolean isUnanswered() {
    return this == INVITED || this == RINGING;
  }

  /** Whether the call can't be connected before this leg is, or has ended. */
  boolean isAwaited() {
    return isUnanswered() || this == CONNECTING;
  }

  /** Whether this leg has joined an answered call. */
  boolean isJoined() {
    return this == CONNECTING || this == CONNECTED;
  }
}
