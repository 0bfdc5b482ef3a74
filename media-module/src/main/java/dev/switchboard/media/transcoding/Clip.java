package dev.switchboard.media.transcoding;

import java.nio.file.Path;
import java.time.Duration;

/**
 * One file in a movie.
 *
 * @param file WebM or Matroska, as our recorder writes it
 * @param start when its timestamp 0 is shown, from the beginning of the movie
 * @param audio whether it has sound
 * @param video whether it has a picture
 */
public record Clip(Path file, Duration start, boolean audio, boolean video) {}
