package dev.switchboard.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps attempts within their {@link Limit}, on all nodes together.
 *
 * <p>An attempt is stored and committed before it is judged: of any number made in the same moment,
 * each sees those that came before, so that not one too many is let through, without a lock.
 */
@ApplicationScoped
public class Attempts {
  /** The longest span that a setting can give, so what is older counts nowhere. */
  private static final Duration LONGEST_SPAN = Duration.ofDays(1);

  @Inject private AttemptLog log;
  @Inject private Clock clock;

  protected Attempts() {}

  Attempts(AttemptLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * The verdict on an attempt.
   *
   * @param attempt its id, to take it back; of no use when it was refused
   * @param waiting how long to wait before the next one; empty if this one is let through
   */
  public record Verdict(String attempt, Optional<Duration> waiting) {}

  /** Counts an attempt if the limit lets it through; one that is refused does not count. */
  public Verdict admit(Limit limit, String subject) {
    Instant now = clock.instant();
    String attempt = log.add(limit.kind(), subject, now);
    // The span may hold one more than allowed: this one.
    List<Instant> latest =
        log.latest(limit.kind(), subject, now.minus(limit.within()), limit.most() + 1);
    if (latest.size() <= limit.most()) {
      return new Verdict(attempt, Optional.empty());
    }
    log.remove(attempt);
    return new Verdict(attempt, limit.waiting(latest.subList(0, limit.most()), now));
  }

  /** How long to wait before the next attempt, without making one; empty if it may be made now. */
  public Optional<Duration> waiting(Limit limit, String subject) {
    Instant now = clock.instant();
    return limit.waiting(
        log.latest(limit.kind(), subject, now.minus(limit.within()), limit.most()), now);
  }

  /** Counts an attempt without judging it: one that turned out to be a failure. */
  public void count(Limit limit, String subject) {
    log.add(limit.kind(), subject, clock.instant());
  }

  /** Takes an attempt back, since it is none to be counted. */
  public void takeBack(Verdict verdict) {
    log.remove(verdict.attempt());
  }

  /** Forgets a subject's attempts, since it has succeeded. */
  public void forgive(Limit limit, String subject) {
    log.removeAll(limit.kind(), subject);
  }

  /** Forgets what is too old to count for any limit. */
  public void forgetOld() {
    log.removeBefore(clock.instant().minus(LONGEST_SPAN));
  }

  /** A wait in whole minutes, rounded up, at least 1: as messages say it. */
  public static long minutes(Duration waiting) {
    return Math.max(1, (waiting.toSeconds() + 59) / 60);
  }
}
