package dev.switchboard.calls;

/** What every node is told on the notices topic; the one that it concerns acts. */
enum NodeOrder {
  /** Hand the notice in the message's text to the device. */
  TELL,
  /** End the device's session. */
  SIGN_OUT,
  /** Close the call's media. */
  CLOSE_MEDIA,
  /** Take the leg out of the call's media. */
  RELEASE_LEG,
  /** Say that this came, to whoever on this node waits for it. */
  ECHO;

  /** The property that holds the order's name. */
  static final String PROPERTY = "order";

  static final String DEVICE = "device";
  static final String CALL = "call";
  static final String LEG = "leg";
  static final String ECHO_ID = "echo";
}
