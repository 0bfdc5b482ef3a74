package dev.switchboard.recordings;

import dev.switchboard.media.Film;
import dev.switchboard.media.Transcoder;
import dev.switchboard.recordings.FilmProgress.Job;
import dev.switchboard.recordings.FilmProgress.Segment;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the film of a recording, outside of any transaction: reads the tracks, has ffmpeg write the
 * film into a work folder, and brings it to the storage.
 */
@ApplicationScoped
public class FilmMaker {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  private static final long BEAT_SECONDS = 1;

  @Inject private FilmProgress progress;
  @Inject private FilmSettings settings;
  @Inject private RecordingStorage storage;
  @Resource private ManagedScheduledExecutorService scheduler;

  /** Makes it. Blocks until it is there, has failed, or is not wanted any more. */
  void make(Job job, Transcoder transcoder) {
    Film film = transcoder.film(job.length());
    AtomicInteger percent = new AtomicInteger();
    ScheduledFuture<?> heart =
        scheduler.scheduleAtFixedRate(
            () -> beat(job, percent.get(), film), BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    // The number of the claim is in the name, since what a dead process left may still be writing.
    Path work = settings.folder().resolve(job.recording() + "-" + job.claim());
    try {
      Files.createDirectories(work);
      make(job, film, work, percent);
    } catch (CancellationException e) {
      LOG.info("recording={} its film is not wanted any more", job.recording());
    } catch (IOException | RuntimeException e) {
      fail(job, FilmFault.STORAGE_AWAY, e);
    } finally {
      heart.cancel(false);
      clear(work);
    }
  }

  private void make(Job job, Film film, Path work, AtomicInteger percent) throws IOException {
    for (List<Segment> track : job.tracks().values()) {
      film.track();
      for (Segment segment : track) {
        Path file = fetch(job.location(), segment, work);
        film.clip(file, segment.start(), segment.audio(), segment.video());
      }
    }
    Path mp4 = work.resolve(RecordingFile.FILM);
    try {
      film.write(mp4, done -> percent.set((int) (done * 100)));
    } catch (CancellationException e) {
      throw e;
    } catch (IOException | IllegalStateException e) {
      fail(job, FilmFault.ENCODER_FAILED, e);
      return;
    }
    RecordingStorage.Stored stored = storage.store(job.location(), RecordingFile.FILM, mp4);
    if (progress.stored(job, stored)) {
      LOG.info("recording={} its film is there, {} bytes", job.recording(), stored.bytes());
    } else if (progress.isGone(job.recording())) {
      storage.delete(job.location());
    }
  }

  /** The file itself where the storage is a disk of this machine, else a copy of it. */
  private Path fetch(String location, Segment segment, Path work) throws IOException {
    Optional<Path> here = storage.local(location, segment.name());
    if (here.isPresent()) {
      return here.get();
    }
    Path copy = work.resolve(segment.name());
    try (InputStream content = storage.open(location, segment.name(), 0, segment.bytes())) {
      Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    return copy;
  }

  /** A database that is away for a moment must not end the beating. */
  private void beat(Job job, int percent, Film film) {
    try {
      if (!progress.beat(job, percent)) {
        film.cancel();
      }
    } catch (RuntimeException e) {
      LOG.warn("recording={} its film goes on, but nobody can be told", job.recording(), e);
    }
  }

  private void fail(Job job, FilmFault why, Exception cause) {
    LOG.warn("recording={} its film can't be made: {}", job.recording(), why, cause);
    progress.failed(job, why);
  }

  private static void clear(Path work) {
    try {
      Folders.delete(work);
    } catch (IOException e) {
      LOG.warn("{} can't be deleted; the next start does", work, e);
    }
  }
}
