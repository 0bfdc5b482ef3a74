package dev.switchboard.calls;

import java.util.List;

/**
 * A call in which people talk, as other features see it.
 *
 * @param node the node that holds its media
 * @param legs those that have joined, in the order in which they came
 */
public record OngoingCall(CallId id, String node, List<Talker> legs) {
  public OngoingCall {
    legs = List.copyOf(legs);
  }

  /** Somebody who has joined the call. */
  public record Talker(LegId leg, LegRole role, Party party) {}

  static OngoingCall of(Call call) {
    return new OngoingCall(
        call.id(),
        call.node(),
        call.legs().stream()
            .filter(leg -> leg.state().isJoined() && !isOnItsWay(leg))
            .map(leg -> new Talker(leg.id(), leg.role(), leg.party()))
            .toList());
  }

  /** Whether it has yet to take the place of another leg of the same person. */
  private static boolean isOnItsWay(Leg leg) {
    return leg.state() == LegState.CONNECTING && leg.replaces().isPresent();
  }
}
