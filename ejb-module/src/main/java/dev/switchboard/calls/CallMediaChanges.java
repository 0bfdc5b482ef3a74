package dev.switchboard.calls;

import dev.switchboard.RetryOnConflict;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.ServerMessage;
import dev.switchboard.signalling.ServerMessage.Flow;
import dev.switchboard.signalling.ServerMessage.MediaSide;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a change of media means to a call. */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class CallMediaChanges {
  @Inject private CallStore store;
  @Inject private CallAnnouncer announcer;
  @Inject private DeviceNotices notices;
  @Inject private MediaEngine media;
  @Inject private CallSettings limits;
  @Inject private Clock clock;
  @Inject private Event<CallRecorded> recorded;

  /** Media of the leg is up, for the first time or again. */
  void up(CallId id, LegId leg) {
    store
        .findLive(id)
        .ifPresent(
            call -> {
              boolean again = isAgain(call, leg);
              call.mediaUp(leg, limits, clock.instant());
              announcer.publish(call);
              if (again) {
                tellFlow(call, leg, Flow.UP);
              }
            });
  }

  /** Media of the leg is gone since then. */
  void lost(CallId id, LegId leg, Instant since) {
    store
        .findLive(id)
        .ifPresent(
            call -> {
              call.mediaLost(leg, since, limits);
              announcer.publish(call);
              tellFlow(call, leg, Flow.LOST);
            });
  }

  /** The leg has to offer again. */
  void renegotiate(CallId id, LegId renegotiating) {
    store.findLive(id).stream()
        .flatMap(call -> call.legs().stream())
        .filter(leg -> leg.id().equals(renegotiating) && leg.isLive())
        .flatMap(leg -> leg.device().stream())
        .forEach(device -> notices.tell(device, new ServerMessage.MediaRenegotiate(0, id.value())));
  }

  /**
   * The leg has others in its slots; it is told of each what it has muted already.
   *
   * @param occupants by the slots' numbers, empty for one that is free
   */
  void slots(CallId id, LegId changed, List<Optional<LegId>> occupants) {
    store
        .findLive(id)
        .ifPresent(call -> leg(call, changed).ifPresent(leg -> tell(call, leg, occupants)));
  }

  private void tell(Call call, Leg leg, List<Optional<LegId>> occupants) {
    if (leg.device().isEmpty() || !leg.isLive()) {
      return;
    }
    DeviceId device = leg.device().orElseThrow();
    List<ServerMessage.@Nullable Slot> slots = new ArrayList<>();
    for (Optional<LegId> occupant : occupants) {
      slots.add(
          occupant
              .flatMap(other -> leg(call, other))
              .map(other -> new ServerMessage.Slot(other.id().value(), other.party().toWire()))
              .orElse(null));
    }
    notices.tell(device, new ServerMessage.MediaSlots(0, call.id().value(), slots));
    occupants.stream()
        .flatMap(Optional::stream)
        .forEach(
            other ->
                media
                    .muted(call.id(), other)
                    .ifPresent(muted -> notices.tell(device, muted.toWire(call.id(), other))));
  }

  private static Optional<Leg> leg(Call call, LegId id) {
    return call.legs().stream().filter(leg -> leg.id().equals(id)).findFirst();
  }

  /** A recording of the call has ended. */
  void recorded(CallRecorded event) {
    recorded.fire(event);
  }

  private static boolean isAgain(Call call, LegId id) {
    return leg(call, id).filter(leg -> leg.state() == LegState.CONNECTED).isPresent();
  }

  private void tellFlow(Call call, LegId changed, Flow flow) {
    for (Leg leg : call.legs()) {
      if (leg.state().isJoined()) {
        MediaSide side = leg.id().equals(changed) ? MediaSide.LOCAL : MediaSide.REMOTE;
        leg.device()
            .ifPresent(
                device ->
                    notices.tell(
                        device,
                        new ServerMessage.MediaState(
                            0, call.id().value(), side, changed.value(), flow)));
      }
    }
  }
}
