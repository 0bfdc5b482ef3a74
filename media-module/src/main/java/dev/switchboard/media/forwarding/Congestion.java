package dev.switchboard.media.forwarding;

/** How a line is that may be sent more than it takes. */
enum Congestion {
  /** Nothing waits for long. */
  NONE,
  /** Packets wait, and soon too many will if much more is sent than the line takes. */
  FILLS,
  /** What goes over the line suffers, the sound too, or we can't know it any more. */
  FULL
}
