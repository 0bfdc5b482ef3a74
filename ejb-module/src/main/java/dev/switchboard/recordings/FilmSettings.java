package dev.switchboard.recordings;

import dev.switchboard.Environment;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the operator decides about films and still pictures.
 *
 * @param ffmpeg {@code SWITCHBOARD_FFMPEG}: the path of ffmpeg; empty: it is looked for
 * @param memory {@code SWITCHBOARD_FFMPEG_MEMORY_MB}, default 2048: bytes of address space that one
 *     ffmpeg may use
 * @param atOnce {@code SWITCHBOARD_FILMS_AT_ONCE}, default 1: so many films are made on this node
 * @param folder the folder in which they are made: {@code films} in the data folder
 */
public record FilmSettings(Optional<Path> ffmpeg, long memory, int atOnce, Path folder) {
  private static final long MEBIBYTE = 1 << 20;

  /**
   * Reads the settings.
   *
   * @param data the server's data folder
   * @throws IllegalArgumentException naming the variable whose value can't be right
   */
  public static FilmSettings from(Environment environment, Path data) {
    return new FilmSettings(
        Optional.of(environment.text("SWITCHBOARD_FFMPEG", ""))
            .filter(path -> !path.isEmpty())
            .map(Path::of),
        MEBIBYTE * environment.number("SWITCHBOARD_FFMPEG_MEMORY_MB", 2_048, 256, 1_000_000),
        environment.number("SWITCHBOARD_FILMS_AT_ONCE", 1, 1, 64),
        data.resolve("films"));
  }
}
