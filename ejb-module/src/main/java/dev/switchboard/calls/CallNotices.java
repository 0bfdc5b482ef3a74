package dev.switchboard.calls;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which legs hear of which changes. Pure. */
final class CallNotices {
  private CallNotices() {}

  /** What a leg is told. */
  enum Telling {
    /** To ring. */
    INVITATION,
    /** How far the call is. */
    PROGRESS,
    /** Nothing. */
    NOTHING
  }

  /**
   * What the leg is told of the changes. A device that was never rung hears nothing of the call;
   * the caller is told in the reply that it calls, so that its own beginning is no news.
   */
  static Telling of(Call call, Leg leg, List<CallChange> changes) {
    Set<Leg> added = new HashSet<>();
    boolean callMoved = false;
    boolean legMoved = false;
    boolean legEnded = false;
    boolean othersMoved = false;
    for (CallChange change : changes) {
      boolean isNew = change.from().isEmpty();
      change.leg().filter(changed -> isNew).ifPresent(added::add);
      callMoved |= change.leg().isEmpty() && !isChoice(change);
      boolean own = !isNew && change.leg().filter(changed -> changed == leg).isPresent();
      legMoved |= own;
      legEnded |= own && change.isEnd();
      othersMoved |= !isNew && isSeenByOthers(call, change);
    }
    if (leg.device().isEmpty() || call.cause().filter(Cause.LOOKUP_FAILED::equals).isPresent()) {
      return Telling.NOTHING;
    }
    if (added.contains(leg) && leg.isInvited()) {
      return leg.isLive() ? Telling.INVITATION : Telling.NOTHING;
    }
    boolean concerned =
        legMoved
            || (callMoved && (leg.isLive() || legEnded))
            || (othersMoved && leg.isLive() && !leg.state().isUnanswered());
    return concerned ? Telling.PROGRESS : Telling.NOTHING;
  }

  /** Of a third-party call all see how far each is; of a hand-off, only that it succeeded. */
  private static boolean isSeenByOthers(Call call, CallChange change) {
    return change
        .leg()
        .filter(
            leg ->
                leg.replaces().isEmpty()
                    ? call.isThirdParty()
                    : change.to().equals(LegState.CONNECTED.name()))
        .isPresent();
  }

  private static boolean isChoice(CallChange change) {
    return change.to().equals(CallState.INVITING.name());
  }
}
