package dev.switchboard.calls;

import dev.switchboard.signalling.ServerMessage;
import dev.switchboard.signalling.ServerMessage.CallProgress;
import dev.switchboard.signalling.ServerMessage.Direction;
import dev.switchboard.signalling.ServerMessage.Side;
import dev.switchboard.signalling.ServerMessage.State;
import java.util.Locale;
import java.util.Optional;

/** A call as one of its legs sees it. Pure. */
final class CallViews {
  private CallViews() {}

  /** How far the call is for this leg, with the reason of an end in the reader's language. */
  static CallProgress progress(Call call, Leg leg, Locale language) {
    Party peer = peer(call, leg);
    boolean over = leg.state() == LegState.ENDED;
    // The cause of the whole call says more than that of one of several legs, except to a device
    // whose leg ended while the call went on at another.
    Optional<Cause> cause =
        leg.cause().map(own -> own == Cause.ANSWERED_ELSEWHERE ? own : call.cause().orElse(own));
    Optional<Side> side = over ? call.endedBy() : Optional.empty();
    return new CallProgress(
        0,
        call.id().value(),
        over ? State.ENDED : state(call, leg),
        direction(leg),
        peer.toWire(),
        call.connectedAt().orElse(null),
        cause.map(Cause::name).orElse(null),
        side.orElse(null),
        cause
            .map(why -> CallMessages.end(why, leg.role(), side, peer.name(), language))
            .orElse(null));
  }

  /** The invitation for a leg that is being rung. */
  static ServerMessage.Invitation invitation(Call call, Leg leg, CallSettings limits) {
    return new ServerMessage.Invitation(
        0,
        call.id().value(),
        Math.toIntExact(limits.ring().toSeconds()),
        peer(call, leg).toWire(),
        leg.isAuto() ? true : null);
  }

  private static Direction direction(Leg leg) {
    return leg.role() == LegRole.CALLER ? Direction.OUTGOING : Direction.INCOMING;
  }

  private static State state(Call call, Leg leg) {
    return switch (leg.state()) {
      case INVITED -> State.INVITING;
      case RINGING -> State.RINGING;
      case WAITING -> call.state() == CallState.RINGING ? State.RINGING : State.INVITING;
      case CONNECTING, CONNECTED ->
          call.state() == CallState.CONNECTED ? State.CONNECTED : State.CONNECTING;
      case ENDED -> State.ENDED;
    };
  }

  /** The other side; without a device as long as several might become it. */
  private static Party peer(Call call, Leg leg) {
    Party peer =
        call.legs().stream()
            .filter(other -> other != leg && other.role() != leg.role() && other.isListed())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("Call " + call.id() + " has one side"))
            .party();
    boolean open = leg.role() == LegRole.CALLER && call.isAnyDevice();
    return open && call.answeredAt().isEmpty() ? peer.withoutDevice() : peer;
  }
}
