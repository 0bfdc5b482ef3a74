package dev.switchboard.media;

import dev.switchboard.media.transcoding.Clip;
import dev.switchboard.media.transcoding.Ffmpeg;
import dev.switchboard.media.transcoding.SideBySide;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One MP4 of the tracks of a recording, side by side and in sync, with the sound of all (S4.6). It
 * is told its tracks by one thread and then written; another thread may cancel that.
 */
public final class Film {
  /** The least time that it may take, whatever its length. */
  private static final Duration LEAST_LIMIT = Duration.ofMinutes(10);

  /** It may take so many times its length. */
  private static final int SLOWEST = 4;

  private final Ffmpeg ffmpeg;
  private final Duration length;
  private final List<List<Clip>> tracks = new ArrayList<>();

  /** Guarded by this, as what follows. */
  private Ffmpeg.@Nullable Run run;

  private boolean cancelled;

  Film(Ffmpeg ffmpeg, Duration length) {
    this.ffmpeg = ffmpeg;
    this.length = length;
  }

  /** Begins the next track, right of those before it. */
  public void track() {
    tracks.add(new ArrayList<>());
  }

  /**
   * Adds a file to the track that was begun last.
   *
   * @param start when its timestamp 0 is shown, from the beginning of the film
   */
  public void clip(Path file, Duration start, boolean audio, boolean video) {
    tracks.get(tracks.size() - 1).add(new Clip(file, start, audio, video));
  }

  /**
   * Writes it. Blocks.
   *
   * @param progress hears how much of it is done, 0 to 1
   * @throws CancellationException if it was cancelled
   * @throws IOException if a track can't be read, the file not be written, or the time is used up
   */
  public void write(Path mp4, DoubleConsumer progress) throws IOException {
    Duration limit = length.multipliedBy(SLOWEST);
    limit = limit.compareTo(LEAST_LIMIT) < 0 ? LEAST_LIMIT : limit;
    prepare(new SideBySide(tracks, length).arguments(mp4), limit)
        .complete(done -> progress.accept(Math.min(1, share(done))));
    progress.accept(1);
  }

  private double share(Duration done) {
    return (double) done.toMillis() / Math.max(1, length.toMillis());
  }

  private synchronized Ffmpeg.Run prepare(List<String> arguments, Duration limit) {
    if (cancelled) {
      throw new CancellationException("The film was cancelled");
    }
    run = ffmpeg.run(arguments, limit);
    return run;
  }

  /** Ends the writing, or does not let it begin. Any thread. */
  public synchronized void cancel() {
    cancelled = true;
    if (run != null) {
      run.cancel();
    }
  }
}
