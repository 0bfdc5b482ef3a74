package dev.switchboard.recordings;

import dev.switchboard.recordings.FilmProgress.Job;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this node make films, so many at once as it may: those that it is woken for, and, every few
 * seconds, those whose message found no free place, was lost, or whose node died.
 */
@Singleton
@Startup
@DependsOn("Schema")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class FilmSweeper {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  @Inject private FilmProgress progress;
  @Inject private FilmMaker maker;
  @Inject private FilmSettings settings;
  @Inject private Transcoding transcoding;
  @Resource private ManagedExecutorService executor;

  /** How many more films this node may make. */
  private Semaphore places = new Semaphore(0);

  @PostConstruct
  void recover() {
    try {
      Folders.delete(settings.folder());
    } catch (IOException e) {
      LOG.warn("What was left of films can't be deleted", e);
    }
    progress.releaseAll();
    places = new Semaphore(transcoding.transcoder().isPresent() ? settings.atOnce() : 0);
  }

  /** Takes what there is to do, as far as there are places. Returns at once. */
  @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
  public void sweep() {
    try {
      for (RecordingId recording : progress.claimable()) {
        if (!places.tryAcquire()) {
          return;
        }
        begin(recording);
      }
    } catch (RuntimeException e) {
      LOG.error("The films can't be looked through; the next round tries again", e);
    }
  }

  /** Holds a place, which is given back by whoever is the last to need it. */
  private void begin(RecordingId recording) {
    boolean begun = false;
    try {
      Optional<Job> job = progress.claim(recording);
      job.ifPresent(claimed -> executor.execute(() -> make(claimed)));
      begun = job.isPresent();
    } catch (RejectedExecutionException e) {
      LOG.debug("The server goes down: a film of {} is made after the start", recording, e);
    } finally {
      if (!begun) {
        places.release();
      }
    }
  }

  private void make(Job job) {
    try {
      transcoding.transcoder().ifPresent(transcoder -> maker.make(job, transcoder));
    } finally {
      places.release();
    }
    sweep();
  }
}
