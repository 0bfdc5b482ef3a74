package dev.switchboard.media.recording;

import java.util.Locale;

/** Why something that was received is not in the file. */
enum Omission {
  /** Packets: the recorder was behind with its work. */
  QUEUE_FULL,
  /** Packets: they came when the frames after them were written, or came twice. */
  LATE,
  /** Packets: they never came. */
  MISSING,
  /** Frames: a packet of theirs is missing. */
  INCOMPLETE,
  /** Frames: they refer to one that is missing. */
  WAITS_FOR_KEY_FRAME,
  /** Frames: no decoder could read them. */
  MALFORMED,
  /** Frames: they were captured before the recording began. */
  BEFORE_START,
  /** Frames of sound: the time in which they would be heard is taken. */
  OVERLAP;

  /** As the manifest names it, such as {@code queue-full}. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
