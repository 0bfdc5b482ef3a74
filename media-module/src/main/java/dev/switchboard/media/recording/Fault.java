package dev.switchboard.media.recording;

/** Why a recording ended otherwise than it was asked to. */
public enum Fault {
  /** It did not. */
  NONE,
  /** There was less room left than must stay free. */
  NO_ROOM,
  /** The files could not be written. */
  WRITE_FAILED
}
