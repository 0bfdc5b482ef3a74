package dev.switchboard.calls;

import dev.switchboard.Message;
import dev.switchboard.RetryOnConflict;
import dev.switchboard.devices.Activity;
import dev.switchboard.devices.Contacts;
import dev.switchboard.devices.DeviceEntry;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.DevicePresence;
import dev.switchboard.devices.Directory;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.signalling.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Placing a call to a chosen device, or to any (S1.5, S1.6). Each method is one transaction. */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class PlacedCalls {
  @Inject private OpenLookUps lookUps;
  @Inject private CallRouter router;
  @Inject private Directory directory;
  @Inject private Contacts contacts;
  @Inject private DevicePresence presence;
  @Inject private AutoAnswer autoAnswer;
  @Inject private CallStore store;
  @Inject private CallAnnouncer announcer;
  @Inject private CallSettings limits;
  @Inject private Clock clock;

  /** What has become of the wish to call. */
  public sealed interface Outcome {
    /** A call is on its way; a device may ring for so long. */
    record Placed(CallId id, int ringSeconds) implements Outcome {}

    /**
     * What the look-up found is not there any more, or no more for this caller, who has the failure
     * in its history; the reason is in its language.
     */
    record Failed(String reason) implements Outcome {}
  }

  /**
   * Calls exactly this device of a look-up.
   *
   * @throws Refused if the look-up has lapsed, or the caller's own device is in a call already
   */
  public Outcome toDevice(SignedIn caller, LookUpId lookUp, DeviceId chosen) {
    return place(caller, lookUp, Optional.of(chosen));
  }

  /**
   * Calls all devices of the callee that can be reached; the first to answer wins.
   *
   * @throws Refused if the look-up has lapsed, or the caller's own device is in a call already
   */
  public Outcome toAnyDevice(SignedIn caller, LookUpId lookUp) {
    return place(caller, lookUp, Optional.empty());
  }

  private Outcome place(SignedIn caller, LookUpId id, Optional<DeviceId> chosen) {
    Instant now = clock.instant();
    LookUp lookUp = lookUps.take(caller, id);
    // Its owner may have blocked the caller, or hidden the device, while the caller was choosing.
    if (!directory.stillSees(caller.account(), lookUp.callee())) {
      return fail(caller, lookUp, Message.LOOK_UP_UNKNOWN);
    }
    List<DeviceEntry> targets = router.targets(lookUp.callee(), chosen);
    if (chosen.isPresent() && targets.isEmpty()) {
      return fail(caller, lookUp, Message.LOOK_UP_DEVICE_GONE);
    }
    Call call = Call.begin(lookUps.party(caller), chosen.isEmpty(), limits.node(), now);
    Set<DeviceId> taken = take(call, caller.device(), targets);
    if (!taken.contains(caller.device())) {
      throw new Refused(ErrorCode.BUSY);
    }
    chosen.ifPresent(device -> contacts.called(caller.account(), lookUp.callee(), device));
    store.add(call);
    invite(call, lookUp, targets, taken, now);
    announcer.publish(call);
    return new Outcome.Placed(call.id(), Math.toIntExact(limits.ring().toSeconds()));
  }

  /** As if the look-up had found nobody: the same words, and the same entry in the history. */
  private Outcome fail(SignedIn caller, LookUp lookUp, Message reason) {
    lookUps.fail(caller, lookUp.calleeParty().name());
    return new Outcome.Failed(reason.text(Terminals.language(caller), List.of()));
  }

  /**
   * Takes the devices that are free, in the order of their ids, since each one is locked; one that
   * can't be reached too, since giving it back locks it as well.
   */
  private Set<DeviceId> take(Call call, DeviceId caller, List<DeviceEntry> targets) {
    Map<String, Activity> wanted = new TreeMap<>();
    targets.forEach(target -> wanted.put(target.id().value(), Activity.RINGING));
    wanted.put(caller.value(), Activity.IN_CALL);
    Set<DeviceId> taken = new HashSet<>();
    wanted.forEach(
        (id, activity) -> {
          DeviceId device = new DeviceId(id);
          if (presence.occupy(device, call.id().value(), activity)) {
            taken.add(device);
          }
        });
    return taken;
  }

  /** All are invited before those that can't be rung fail: the last failure ends the call. */
  private void invite(
      Call call, LookUp lookUp, List<DeviceEntry> targets, Set<DeviceId> taken, Instant now) {
    Map<Leg, Cause> failed = new LinkedHashMap<>();
    for (DeviceEntry target : targets) {
      boolean own = target.id().equals(lookUp.callerDevice());
      if (own && call.isAnyDevice()) {
        continue;
      }
      Leg leg = call.invite(party(lookUp, target), limits, now);
      if (!target.presence().isReachable()) {
        failed.put(leg, Cause.UNDELIVERABLE);
      } else if (own || !taken.contains(target.id())) {
        failed.put(leg, Cause.BUSY);
      } else {
        call.answerByItself(leg, autoAnswer.applies(call, leg));
      }
    }
    if (call.legs().size() == 1) {
      failed.put(call.invite(lookUp.calleeParty(), limits, now), Cause.UNDELIVERABLE);
    }
    failed.forEach((leg, cause) -> call.inviteFailed(leg, cause, now));
  }

  private static Party party(LookUp lookUp, DeviceEntry device) {
    Party callee = lookUp.calleeParty();
    return new Party(
        callee.account(),
        callee.name(),
        callee.number(),
        device.id(),
        device.kind().code(),
        device.name());
  }
}
