package dev.switchboard.recordings;

/** Why a recording was refused, ended, or failed. */
public enum Outcome {
  /** A party declined. */
  DECLINED,
  /** A party said nothing in time. */
  NO_ANSWER,
  /** Who asked for it took the request back. */
  CANCELLED,
  /** A party took its consent back: what was recorded is thrown away. */
  WITHDRAWN,
  /** A party stopped it. */
  STOPPED,
  /** The call ended. */
  CALL_OVER,
  /** The server was stopped or died meanwhile. */
  SERVER_RESTARTED,
  /** The disk of the spool has no more room. */
  NO_ROOM,
  /** The spool could not be written. */
  WRITE_FAILED,
  /** The copying could not begin. */
  NOT_BEGUN,
  /** The copying left nothing behind. */
  NOTHING_RECORDED
}
