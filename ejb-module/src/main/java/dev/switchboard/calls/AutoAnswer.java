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

  /**
   * Whether the leg's device trusts who invites it, and has no other call: a second one must ring.
   * To a hand-off its own account invites it.
   */
  boolean applies(Call call, Leg leg) {
    Leg inviting = leg.replaces().isPresent() ? leg : call.caller();
    return leg.device()
        .filter(device -> presence.hasNoCallBut(device, call.id().value()))
        .flatMap(device -> inviting.account().filter(who -> trusted.trusts(device, who)))
        .isPresent();
  }
}
