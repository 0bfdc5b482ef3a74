package dev.switchboard.calls;

import dev.switchboard.RetryOnConflict;
import dev.switchboard.devices.Activity;
import dev.switchboard.devices.DeviceEntry;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.DevicePresence;
import dev.switchboard.devices.Devices;
import dev.switchboard.devices.Presence;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.signalling.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;

/**
 * Moving a running call from one device of an account to another (S2.6): make before break, since
 * the leg that is replaced ends when the media of the other is up. Each method is one transaction.
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class HandOffs {
  @Inject private CallStore store;
  @Inject private CallAnnouncer announcer;
  @Inject private Devices devices;
  @Inject private DevicePresence presence;
  @Inject private AutoAnswer autoAnswer;
  @Inject private CallSettings limits;
  @Inject private Clock clock;

  /**
   * Has another device of the account take this one's place in a call.
   *
   * @throws Refused if that is no other device of the account, can't be reached, or is taken; if
   *     the call is not connected, or is being moved already
   */
  public void move(SignedIn who, CallId id, DeviceId to) {
    DeviceEntry target = own(who, to);
    Call call = call(id);
    if (to.equals(who.device())) {
      throw new Refused(ErrorCode.NOT_YOUR_DEVICE);
    }
    Leg leg = call.handOff(who.device(), Party.of(who.profile(), target), limits, clock.instant());
    // Calls come before devices, in every transaction.
    store.flush();
    if (!target.presence().isReachable() || !presence.occupy(to, id.value(), Activity.RINGING)) {
      throw new Refused(ErrorCode.DEVICE_UNAVAILABLE);
    }
    if (target.presence() == Presence.WAKEABLE) {
      call.wake(leg, limits, clock.instant());
    }
    call.answerByItself(leg, autoAnswer.applies(call, leg));
    announcer.publish(call);
  }

  /**
   * Has this device take the place of another one of the account in a call; nothing if it has done
   * so. The media is offered next.
   *
   * @throws Refused if no other device of the account talks in it, or that is being moved already
   */
  public void take(SignedIn who, CallId id) {
    Call call = call(id);
    if (call.legs().stream().anyMatch(leg -> leg.isAt(who.device()) && leg.state().isJoined())) {
      return;
    }
    DeviceId from =
        call.legs().stream()
            .filter(leg -> leg.state() == LegState.CONNECTED)
            .filter(leg -> leg.account().filter(who.account()::equals).isPresent())
            .reduce((first, last) -> last)
            .flatMap(Leg::device)
            .orElseThrow(() -> new Refused(ErrorCode.UNKNOWN_CALL));
    Party party = Party.of(who.profile(), own(who, who.device()));
    call.takeOver(from, party, limits, clock.instant());
    announcer.publish(call);
  }

  private Call call(CallId id) {
    return store.find(id).orElseThrow(() -> new Refused(ErrorCode.UNKNOWN_CALL));
  }

  private DeviceEntry own(SignedIn who, DeviceId device) {
    return devices
        .find(device)
        .filter(entry -> entry.account().equals(who.account()))
        .orElseThrow(() -> new Refused(ErrorCode.NOT_YOUR_DEVICE));
  }
}
