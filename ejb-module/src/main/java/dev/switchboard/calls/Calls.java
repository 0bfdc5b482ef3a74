package dev.switchboard.calls;

import dev.switchboard.RetryOnConflict;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * What a device does in a call that it has a part in. Each method is one transaction, throws {@link
 * Refused} when it can't be done, and may be called again.
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class Calls {
  @Inject private CallStore store;
  @Inject private CallAnnouncer announcer;
  @Inject private CallSettings limits;
  @Inject private Clock clock;

  /** The device has the invitation, and rings. */
  public void confirm(DeviceId device, CallId id) {
    change(id, call -> call.confirm(device, limits, clock.instant()));
  }

  /** The device takes the call. Of several that do so at once, exactly one succeeds. */
  public void answer(DeviceId device, CallId id) {
    change(id, call -> call.answer(device, limits, clock.instant()));
  }

  /** The device refuses the call. */
  public void decline(DeviceId device, CallId id) {
    change(id, call -> call.decline(device, clock.instant()));
  }

  /** The caller gives up before an answer. */
  public void cancel(DeviceId device, CallId id) {
    change(id, call -> call.cancel(device, clock.instant()));
  }

  /** The device leaves an answered call. */
  public void hangUp(DeviceId device, CallId id) {
    change(id, call -> call.hangUp(device, clock.instant()));
  }

  /** Whether the device that placed a third-party call stays in it (S2.4). */
  public void stay(DeviceId device, CallId id, boolean stays) {
    change(id, call -> call.stay(device, stays, clock.instant()));
  }

  private void change(CallId id, Consumer<Call> verb) {
    Call call = store.find(id).orElseThrow(() -> new Refused(ErrorCode.UNKNOWN_CALL));
    verb.accept(call);
    announcer.publish(call);
  }
}
