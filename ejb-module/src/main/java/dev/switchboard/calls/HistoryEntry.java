package dev.switchboard.calls;

import dev.switchboard.signalling.ServerMessage.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A call as one of its parties finds it in the history (S1.10).
 *
 * @param peer the other party, in the words of the time of the call
 * @param ownDevice the name of the party's own device; empty if it was rung on none
 * @param at when it was placed
 * @param duration from connected to the end; empty if it never was, or still is, connected
 * @param cause why it ended; empty while it goes on
 * @param missed whether the party missed it and has not seen so yet
 */
public record HistoryEntry(
    CallId call,
    Direction direction,
    Party peer,
    Optional<String> ownDevice,
    Instant at,
    Optional<Duration> duration,
    Optional<Cause> cause,
    boolean missed) {

  static HistoryEntry of(Leg own, Leg peer, Call call) {
    Optional<Duration> duration =
        call.connectedAt()
            .flatMap(start -> call.endedAt().map(end -> Duration.between(start, end)));
    return new HistoryEntry(
        call.id(),
        own.role() == LegRole.CALLER ? Direction.OUTGOING : Direction.INCOMING,
        peer.party(),
        Optional.ofNullable(own.party().deviceName()),
        call.placedAt(),
        duration,
        call.cause(),
        own.isMissed());
  }
}
