package dev.switchboard.calls;

import dev.switchboard.signalling.ServerMessage;
import dev.switchboard.signalling.ServerMessage.CallProgress;
import dev.switchboard.signalling.ServerMessage.Direction;
import dev.switchboard.signalling.ServerMessage.LegView;
import dev.switchboard.signalling.ServerMessage.Side;
import dev.switchboard.signalling.ServerMessage.State;
import dev.switchboard.signalling.WakeUp;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call as one of its legs sees it. Pure. */
final class CallViews {
  private CallViews() {}

  /** How far the call is for this leg, with the reason of an end in the reader's language. */
  static CallProgress progress(Call call, Leg leg, Locale language) {
    boolean over = leg.state() == LegState.ENDED;
    // The cause of the whole call says more than that of one of several legs, except to a device
    // whose leg ended while the call went on at another.
    Optional<Cause> cause =
        leg.cause().map(own -> own.isOfLegOnly() ? own : call.cause().orElse(own));
    Optional<Side> side = over ? call.endedBy().or(() -> endedBy(leg)) : Optional.empty();
    return new CallProgress(
        0,
        call.id().value(),
        over ? State.ENDED : state(call, leg.state()),
        direction(leg),
        peer(call, leg).toWire(),
        call.isThirdParty() ? leg.role().toWire() : null,
        call.isThirdParty() ? call.callerPart() : null,
        call.isThirdParty() ? legs(call, leg) : null,
        call.connectedAt().orElse(null),
        cause.map(Cause::name).orElse(null),
        side.orElse(null),
        cause.map(why -> CallMessages.end(call, leg, why, side, language)).orElse(null));
  }

  /** Who has ended a leg whose call goes on. */
  private static Optional<Side> endedBy(Leg leg) {
    return leg.cause().filter(cause -> !cause.isOfLegOnly()).map(cause -> leg.role().side());
  }

  /** The invitation for a leg that is being rung. */
  static ServerMessage.Invitation invitation(Call call, Leg leg, CallSettings limits) {
    return new ServerMessage.Invitation(
        0,
        call.id().value(),
        Math.toIntExact(limits.ring().toSeconds()),
        caller(call, leg).toWire(),
        with(call, leg),
        leg.role() == LegRole.CALLEE ? terminal(call).map(Party::toWire).orElse(null) : null,
        leg.isAuto() ? true : null);
  }

  /** Who wants this device to join: for a hand-off its own user, from the other device. */
  private static Party caller(Call call, Leg leg) {
    return leg.replaces().map(call::leg).map(Leg::party).orElseGet(() -> placedBy(call));
  }

  /** With whom it is to talk, if that is not who invites it. */
  private static ServerMessage.@Nullable Party with(Call call, Leg leg) {
    boolean other = leg.role() == LegRole.TERMINAL || leg.replaces().isPresent();
    return other ? peer(call, leg).toWire() : null;
  }

  /** How far a hand-off is, for the device that is to be replaced. */
  static ServerMessage.MoveProgress moving(Call call, Leg next, Locale language) {
    return new ServerMessage.MoveProgress(
        0,
        call.id().value(),
        next.party().toWire().device(),
        next.isLive() ? ServerMessage.Move.MOVING : ServerMessage.Move.FAILED,
        next.cause().map(Cause::name).orElse(null),
        next.cause().map(why -> CallMessages.notMoved(next, why, language)).orElse(null));
  }

  /** What the service worker of a sleeping device shows while that is being rung. */
  static WakeUp wakeUp(Call call, Leg leg, CallSettings limits, Locale language) {
    ServerMessage.Party from = caller(call, leg).toWire();
    return new WakeUp(
        WakeUp.Kind.INVITATION,
        call.id().value(),
        from,
        Math.toIntExact(limits.ring().toSeconds()),
        "/",
        CallMessages.calls(from.name(), language),
        from.device() == null ? "" : CallMessages.from(from.device().name(), language));
  }

  /** What it shows in place of that when there is nothing to answer any more. */
  static WakeUp wakeUpOver(Call call, Leg leg, Locale language) {
    CallProgress end = progress(call, leg, language);
    return new WakeUp(
        WakeUp.Kind.OVER,
        call.id().value(),
        end.peer(),
        null,
        "/history.xhtml",
        end.message() == null ? "" : end.message(),
        "");
  }

  private static Direction direction(Leg leg) {
    // A device that is asked to take over a caller's part is rung like any other.
    boolean calls = leg.role() == LegRole.CALLER && !leg.state().isUnanswered();
    return calls ? Direction.OUTGOING : Direction.INCOMING;
  }

  private static State state(Call call, LegState leg) {
    return switch (leg) {
      case INVITED -> State.INVITING;
      case RINGING -> State.RINGING;
      case WAITING -> beforeAnswer(call);
      case CONNECTING, CONNECTED ->
          call.state() == CallState.CONNECTED ? State.CONNECTED : State.CONNECTING;
      case ENDED -> State.ENDED;
    };
  }

  private static State beforeAnswer(Call call) {
    return switch (call.state()) {
      case CONNECTING, CONNECTED -> State.CONNECTING;
      case RINGING -> State.RINGING;
      case LOOKING_UP, INVITING, ENDED -> State.INVITING;
    };
  }

  /** Each of them by itself, since of three each may fail. */
  private static List<LegView> legs(Call call, Leg reader) {
    return call.legs().stream()
        // Which of their devices somebody did not answer at is known to who chose among them only.
        .filter(leg -> reader.role() == LegRole.CALLER || leg.isListed() || leg.hasJoined())
        .map(
            leg ->
                new LegView(
                    leg.role().toWire(),
                    leg.party().toWire(),
                    leg.state() == LegState.CONNECTED ? State.CONNECTED : state(call, leg.state()),
                    leg.cause().map(Cause::name).orElse(null)))
        .toList();
  }

  /** The other end; without a device as long as several might become it. */
  static Party peer(Call call, Leg leg) {
    if (leg.role() == LegRole.CALLEE) {
      Party caller = placedBy(call);
      return talking(call, true)
          .map(Leg::party)
          .filter(talker -> talker.name().equals(caller.name()))
          .orElse(caller);
    }
    Party callee = talking(call, false).orElseGet(() -> listed(call, LegRole.CALLEE)).party();
    return call.isAnyDevice() && call.answeredAt().isEmpty() ? callee.withoutDevice() : callee;
  }

  /** Who speaks for an end: its latest leg, and rather the terminal than who placed the call. */
  private static Optional<Leg> talking(Call call, boolean calling) {
    return call.legs().stream()
        .filter(leg -> leg.role().calls() == calling && leg.state() == LegState.CONNECTED)
        .max(
            Comparator.<Leg, Boolean>comparing(leg -> leg.role() == LegRole.TERMINAL)
                .thenComparing(leg -> call.legs().indexOf(leg)));
  }

  static Party placedBy(Call call) {
    return listed(call, LegRole.CALLER).party();
  }

  /** The device at which a third-party call is led; empty for any other call. */
  static Optional<Party> terminal(Call call) {
    return call.legs().stream()
        .filter(leg -> leg.role() == LegRole.TERMINAL)
        .reduce((first, last) -> last)
        .map(Leg::party);
  }

  private static Leg listed(Call call, LegRole role) {
    return call.legs().stream()
        .filter(other -> other.role() == role && other.isListed())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Call " + call.id() + " has one side"));
  }
}
