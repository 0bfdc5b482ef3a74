package dev.switchboard.calls;

import dev.switchboard.signalling.ServerMessage.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A call as one of its parties finds it in the history (S1.10).
 *
 * @param leg the party's own
 * @param peer the other party, in the words of the time of the call; without a device if several
 *     rang and none answered
 * @param ownDevice the name of the party's own device; empty if it was rung on none, or on several
 *     of which none answered
 * @param rung the party's own devices that rang, if they were several; the other party is not told,
 *     since what became of each is nobody else's business
 * @param auto whether the party's device answered by itself
 * @param at when it was placed
 * @param duration from connected to the end; empty if it never was, or still is, connected
 * @param cause why it ended; empty while it goes on
 * @param missed whether the party was called and did not get to answer
 * @param unseen whether the party missed it and has not seen so yet
 */
public record HistoryEntry(
    CallId call,
    LegId leg,
    Direction direction,
    Party peer,
    Optional<String> ownDevice,
    List<Rung> rung,
    boolean auto,
    Instant at,
    Optional<Duration> duration,
    Optional<Cause> cause,
    boolean missed,
    boolean unseen) {

  /**
   * One of several devices that rang.
   *
   * @param cause why its leg ended; empty until then
   */
  public record Rung(String device, Optional<Cause> cause) {}

  static HistoryEntry of(Leg own, Leg peer, Call call) {
    Optional<Duration> duration =
        call.connectedAt()
            .flatMap(start -> call.endedAt().map(end -> Duration.between(start, end)));
    return new HistoryEntry(
        call.id(),
        own.id(),
        own.role() == LegRole.CALLER ? Direction.OUTGOING : Direction.INCOMING,
        party(peer, call),
        Optional.ofNullable(party(own, call).deviceName()),
        rung(own, call),
        own.isAuto() && own.hasJoined(),
        call.placedAt(),
        duration,
        call.cause(),
        isMissed(own, call),
        own.isMissed());
  }

  private static boolean isMissed(Leg own, Call call) {
    return own.role() == LegRole.CALLEE
        && !own.hasJoined()
        && call.cause().filter(Cause::isMissed).isPresent();
  }

  /** As long as none of several devices has answered, none stands for its owner. */
  private static Party party(Leg leg, Call call) {
    boolean several = call.legs().stream().filter(other -> other.role() == leg.role()).count() > 1;
    return several && !leg.hasJoined() ? leg.party().withoutDevice() : leg.party();
  }

  private static List<Rung> rung(Leg own, Call call) {
    List<Rung> devices =
        call.legs().stream()
            .filter(leg -> leg.role() == own.role() && leg.account().equals(own.account()))
            .flatMap(leg -> rung(leg).stream())
            .toList();
    return devices.size() > 1 ? devices : List.of();
  }

  private static Optional<Rung> rung(Leg leg) {
    return Optional.ofNullable(leg.party().deviceName()).map(name -> new Rung(name, leg.cause()));
  }
}
