package dev.switchboard.recordings;

/** Why a film could not be made. */
public enum FilmFault {
  /** The tracks could not be read, or the film not be kept. */
  STORAGE_AWAY,
  /** ffmpeg gave up, or took too long. */
  ENCODER_FAILED,
  /** Several nodes went down while they made it. */
  GIVEN_UP
}
