package dev.switchboard.calls;

import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** What other features may know of calls in which people talk. */
@ApplicationScoped
@Transactional
public class OngoingCalls {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager em;

  @Inject private CallStore store;

  protected OngoingCalls() {}

  OngoingCalls(EntityManager em) {
    this.em = em;
    this.store = new CallStore(em);
  }

  /**
   * A call that is to stay as it is until the transaction has committed: whoever changes it, or
   * holds it, at the same time makes one of the two start again.
   *
   * @throws Refused if the device has no part in it, if it is over, or not all have connected
   */
  public OngoingCall hold(DeviceId device, CallId id) {
    Call call = store.find(id).orElseThrow(() -> new Refused(ErrorCode.UNKNOWN_CALL));
    Leg leg = call.liveLeg(device);
    if (call.state() != CallState.CONNECTED || !leg.state().isJoined()) {
      throw new Refused(ErrorCode.WRONG_STATE);
    }
    em.lock(call, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
    // Written first: calls come before what hangs on them, in every transaction.
    em.flush();
    return OngoingCall.of(call);
  }

  /** The call, if it is there and not over. */
  public Optional<OngoingCall> find(CallId id) {
    return store.findLive(id).map(OngoingCall::of);
  }

  /** The calls whose media is on a node, and that are not over. */
  public List<OngoingCall> on(String node) {
    return store.liveOn(node).stream()
        .flatMap(id -> store.findLive(id).stream())
        .map(OngoingCall::of)
        .toList();
  }
}
