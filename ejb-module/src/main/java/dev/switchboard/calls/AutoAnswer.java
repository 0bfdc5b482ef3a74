package dev.switchboard.calls;

import dev.switchboard.devices.DevicePresence;
import dev.switchboard.devices.TrustedCallers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/**
 * Which devices answer an invitation by themselves (S2.2; Answer-Mode, RFC 5373). To be asked in
 * the transaction that invites them, once the call has taken them.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class AutoAnswer {
  @Inject private TrustedCallers trusted;
  @Inject private DevicePresence presence;

  /** Whether the leg's device trusts the caller, and has no other call: a second one must ring. */
  boolean applies(Call call, Leg leg) {
    return leg.device()
        .filter(device -> presence.hasNoCallBut(device, call.id().value()))
        .flatMap(device -> call.caller().account().filter(who -> trusted.trusts(device, who)))
        .isPresent();
  }
}
