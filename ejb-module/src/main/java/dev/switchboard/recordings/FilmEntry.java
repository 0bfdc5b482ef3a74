package dev.switchboard.recordings;

import java.util.Optional;

/**
 * The film of a recording as those see it who may watch that.
 *
 * @param percent how much of it is done, 0 to 100
 * @param fault why it failed
 */
public record FilmEntry(FilmState state, int percent, Optional<FilmFault> fault) {
  static FilmEntry of(RecordingFilm film) {
    return new FilmEntry(film.state(), film.percent(), film.fault());
  }
}
