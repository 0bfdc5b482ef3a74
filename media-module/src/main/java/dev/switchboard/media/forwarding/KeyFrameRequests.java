package dev.switchboard.media.forwarding;

/**
 * When to ask a sender for a key frame. Requests of many receivers become one; it is repeated until
 * a key frame comes, ever more slowly, because a sender whose camera is off can't answer.
 */
final class KeyFrameRequests {
  private static final long FIRST_PAUSE_NANOS = 500_000_000L;
  private static final long LONGEST_PAUSE_NANOS = 4_000_000_000L;

  private boolean wanted;
  private boolean sentBefore;
  private long sent;
  private long pause = FIRST_PAUSE_NANOS;

  void want() {
    wanted = true;
  }

  /** The sender has been away, and has heard no request: the next is the first again. */
  void forget() {
    sentBefore = false;
    pause = FIRST_PAUSE_NANOS;
  }

  /** A key frame begins: whoever asked before it has what he wanted. */
  void came() {
    wanted = false;
    pause = FIRST_PAUSE_NANOS;
  }

  /** Whether a request is to be sent now; it is then taken as sent. */
  boolean due(long nowNanos) {
    if (!wanted || sentBefore && nowNanos - sent < pause) {
      return false;
    }
    boolean repeated = sentBefore && nowNanos - sent < 2 * pause;
    pause = repeated ? Math.min(2 * pause, LONGEST_PAUSE_NANOS) : FIRST_PAUSE_NANOS;
    sentBefore = true;
    sent = nowNanos;
    return true;
  }
}
