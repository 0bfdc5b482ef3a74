package dev.switchboard.media;

/** Why a recording ended otherwise than it was asked to. */
public enum RecordingFault {
  /** It did not. */
  NONE,
  /** Less than {@link MediaConfig#recordingReserve} was left on the file system. */
  NO_ROOM,
  /** The files could not be written. */
  WRITE_FAILED
}
