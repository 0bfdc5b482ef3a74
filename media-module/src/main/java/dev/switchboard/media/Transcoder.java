package dev.switchboard.media;

import dev.switchboard.media.transcoding.Ffmpeg;
import dev.switchboard.media.transcoding.FfmpegLocator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes films and still pictures of recordings with ffmpeg, in processes of their own with limits
 * of memory and time, behind everything else that wants a processor. Thread-safe.
 */
public final class Transcoder {
  private static final Duration STILL_LIMIT = Duration.ofMinutes(1);
  private static final int STILL_WIDTH = 320;

  private final Ffmpeg ffmpeg;

  private Transcoder(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * Finds ffmpeg.
   *
   * @param configured its path, if one is set; else it is looked for, and the build that comes with
   *     us is taken last
   * @param memoryBytes how much address space a process may use
   * @throws IOException if there is none at the path
   */
  public static Transcoder find(Optional<Path> configured, long memoryBytes) throws IOException {
    return new Transcoder(new Ffmpeg(FfmpegLocator.find(configured, memoryBytes)));
  }

  /** A film of this length, still without tracks. */
  public Film film(Duration length) {
    return new Film(ffmpeg, length);
  }

  /**
   * Takes a still picture, a JPEG 320 pixels wide. Blocks.
   *
   * @param at when, by the timestamps of the file; before its first frame, that is taken
   * @throws IOException if there is no picture then, or it can't be written
   */
  public void still(Path video, Duration at, Path jpeg) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("-y", "-ss", String.valueOf(at.toMillis() / 1e3)));
    words.addAll(Ffmpeg.input(video));
    words.addAll(List.of("-frames:v", "1", "-vf", "scale=" + STILL_WIDTH + ":-2"));
    words.addAll(List.of("-f", "image2", jpeg.toString()));
    ffmpeg.run(words, STILL_LIMIT).complete(done -> {});
  }
}
