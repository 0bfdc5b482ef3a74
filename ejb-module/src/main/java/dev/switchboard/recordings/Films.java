package dev.switchboard.recordings;

import dev.switchboard.RetryOnConflict;
import dev.switchboard.accounts.AccountId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;

/**
 * What those who may watch a recording do about its film (S4.6): to all others, and of a recording
 * that is not ready, there is none, and nothing happens.
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class Films {
  @Inject private FilmStore films;
  @Inject private RecordingStore recordings;
  @Inject private RecordingMessaging messaging;
  @Inject private Transcoding transcoding;
  @Inject private Clock clock;

  /** Whether films can be made here: there is an ffmpeg. */
  public boolean arePossible() {
    return transcoding.transcoder().isPresent();
  }

  /** How far it is; empty if nobody asked for it. */
  public Optional<FilmEntry> find(AccountId account, RecordingId id) {
    return watchable(account, id).flatMap(films::find).map(FilmEntry::of);
  }

  /** Has it made; nothing if it is under way, or there. */
  public void make(AccountId account, RecordingId id) {
    watchable(account, id)
        .filter(recording -> asked(account, recording))
        .ifPresent(messaging::filmAsked);
  }

  private boolean asked(AccountId account, RecordingId id) {
    Optional<RecordingFilm> film = films.find(id);
    if (film.isEmpty()) {
      films.add(new RecordingFilm(id, account, clock.instant()));
      return true;
    }
    return film.get().ask(account, clock.instant());
  }

  /** Has it made no longer; nothing if it is not under way. */
  public void cancel(AccountId account, RecordingId id) {
    watchable(account, id).flatMap(films::find).ifPresent(film -> film.cancel(clock.instant()));
  }

  private Optional<RecordingId> watchable(AccountId account, RecordingId id) {
    return recordings
        .find(id)
        .filter(recording -> recording.state() == RecordingState.READY)
        .filter(recording -> recording.mayBeSeenBy(account))
        .map(Recording::id);
  }
}
