package dev.switchboard.recordings;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.recordings.FilmState.Step;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The job of making one film of a recording's tracks (S4.6).
 *
 * <p>It waits until a node claims it, which from then on says once a second that it lives and how
 * far it is. One that has not been heard of for {@link #PATIENCE} has lost it to the next that
 * claims it; the number of the claim tells the two apart, so that the first can spoil nothing
 * should it wake up. The version makes one winner of two that claim it at once.
 */
@Entity
@Table(name = "recording_films")
public class RecordingFilm {
  /** A node that was not heard of for so long is taken to be dead. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What brought so many nodes down is not tried on another. */
  static final int MOST_CLAIMS = 3;

  @Id
  @Column(name = "recording_id")
  private String recording;

  @Version private long version;

  @Enumerated(EnumType.STRING)
  private FilmState state;

  @Column(name = "asked_by")
  private @Nullable String askedBy;

  @Column(name = "asked_at")
  private Instant askedAt;

  private int percent;
  private @Nullable String node;
  private @Nullable Instant heartbeat;
  private int claims;

  @Column(name = "ended_at")
  private @Nullable Instant endedAt;

  @Enumerated(EnumType.STRING)
  private @Nullable FilmFault fault;

  /** For JPA. */
  protected RecordingFilm() {}

  /** Somebody wants a film of a recording that never had one. */
  RecordingFilm(RecordingId recording, AccountId who, Instant now) {
    this.recording = recording.value();
    this.state = FilmState.QUEUED;
    this.askedBy = who.value();
    this.askedAt = now;
  }

  /**
   * Somebody wants it.
   *
   * @return false if that changes nothing: it is under way, or there
   */
  boolean ask(AccountId who, Instant now) {
    return move(
        Step.ASK,
        () -> {
          askedBy = who.value();
          askedAt = now;
          percent = 0;
          claims = 0;
          endedAt = null;
          fault = null;
        });
  }

  /**
   * A node wants to make it.
   *
   * @return the number of the claim; empty if it is not to be made, or another node is at it
   */
  Optional<Integer> claim(String who, Instant now) {
    boolean lost = heartbeat == null || heartbeat.plus(PATIENCE).isBefore(now);
    if (state == FilmState.RUNNING && !lost) {
      return Optional.empty();
    }
    if (state.isUnderWay() && claims >= MOST_CLAIMS) {
      fail(FilmFault.GIVEN_UP, now);
      return Optional.empty();
    }
    boolean claimed =
        move(
            Step.CLAIM,
            () -> {
              node = who;
              heartbeat = now;
              percent = 0;
              claims++;
            });
    return claimed ? Optional.of(claims) : Optional.empty();
  }

  /**
   * The node that makes it is alive.
   *
   * @param done 0 to 100
   * @return whether it is still to make it
   */
  boolean beat(int claim, int done, Instant now) {
    if (!isHeldBy(claim)) {
      return false;
    }
    percent = done;
    heartbeat = now;
    return true;
  }

  /** The node begins anew: what it made before is to be made again. */
  void release() {
    move(Step.RELEASE, () -> node = null);
  }

  /**
   * It is in the storage.
   *
   * @return whether that was still wanted of that node
   */
  boolean stored(int claim, Instant now) {
    return isHeldBy(claim)
        && move(
            Step.STORE,
            () -> {
              percent = 100;
              end(now);
            });
  }

  /** It can't be made; nothing if that is not wanted of that node any more. */
  void fail(int claim, FilmFault why, Instant now) {
    if (isHeldBy(claim)) {
      fail(why, now);
    }
  }

  private void fail(FilmFault why, Instant now) {
    move(
        Step.FAIL,
        () -> {
          fault = why;
          end(now);
        });
  }

  /**
   * Nobody wants it any more.
   *
   * @return false if that changes nothing
   */
  boolean cancel(Instant now) {
    return move(Step.CANCEL, () -> end(now));
  }

  private void end(Instant now) {
    endedAt = now;
    node = null;
    heartbeat = null;
  }

  private boolean move(Step step, Runnable change) {
    Optional<FilmState> next = state.after(step);
    next.ifPresent(
        to -> {
          change.run();
          state = to;
        });
    return next.isPresent();
  }

  private boolean isHeldBy(int claim) {
    return state == FilmState.RUNNING && claims == claim;
  }

  public RecordingId recording() {
    return new RecordingId(recording);
  }

  public FilmState state() {
    return state;
  }

  /** How much of it is done, 0 to 100. */
  public int percent() {
    return percent;
  }

  /** Who asked for it last; empty if that account is deleted. */
  public Optional<AccountId> askedBy() {
    return Optional.ofNullable(askedBy).map(AccountId::new);
  }

  public Instant askedAt() {
    return askedAt;
  }

  /** The node that makes it. */
  public Optional<String> node() {
    return Optional.ofNullable(node);
  }

  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }

  public Optional<FilmFault> fault() {
    return Optional.ofNullable(fault);
  }
}
