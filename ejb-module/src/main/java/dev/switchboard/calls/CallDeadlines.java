package dev.switchboard.calls;

import dev.switchboard.RetryOnConflict;
import dev.switchboard.devices.DevicePresence;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * What happens to calls without anybody's request: limits that pass, servers that go. Each method
 * is one transaction, and does nothing to a call that is over.
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class CallDeadlines {
  @Inject private CallStore store;
  @Inject private CallAnnouncer announcer;
  @Inject private DevicePresence presence;
  @Inject private CallSettings limits;
  @Inject private Clock clock;

  /**
   * Ends what has passed its limit.
   *
   * @throws IllegalStateException if the row is older than the message that asks for this: the
   *     change that sent the message is still being committed
   */
  void expire(CallId id, long sequence) {
    Call call =
        store
            .find(id)
            .filter(row -> row.sequence() >= sequence)
            .orElseThrow(
                () -> new IllegalStateException("Call " + id + " is older than " + sequence));
    expire(call);
    announcer.publish(call);
  }

  /** Ends what has passed its limit, whatever message was lost. */
  void expire(CallId id) {
    change(id, this::expire);
  }

  /** Ends a call that the server can't bring back. */
  void abandon(CallId id) {
    change(id, call -> call.abandon(Cause.SERVER_RESTARTED, clock.instant()));
  }

  /**
   * A phone's page may be connected and yet asleep: who doesn't confirm is woken, if that can be.
   */
  private void expire(Call call) {
    Instant now = clock.instant();
    for (Leg leg : call.silentLegs(now)) {
      leg.device()
          .filter(presence::canBeWoken)
          .ifPresent(
              device -> {
                call.wake(leg, limits, now);
                announcer.wake(call, leg, device);
              });
    }
    call.expire(now);
  }

  private void change(CallId id, Consumer<Call> verb) {
    store
        .findLive(id)
        .ifPresent(
            call -> {
              verb.accept(call);
              announcer.publish(call);
            });
  }
}
