package dev.switchboard.devices;

/** What calls do with a device. */
public enum Activity {
  /** No call. */
  IDLE,
  /** It rings for a call, or will as soon as it has confirmed the invitation. */
  RINGING,
  /** It has placed a call, or has answered one. */
  IN_CALL
}
