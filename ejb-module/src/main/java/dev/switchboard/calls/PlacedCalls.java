package dev.switchboard.calls;

import dev.switchboard.Message;
import dev.switchboard.RetryOnConflict;
import dev.switchboard.devices.Activity;
import dev.switchboard.devices.Contacts;
import dev.switchboard.devices.DeviceEntry;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.DevicePresence;
import dev.switchboard.devices.Directory;
import dev.switchboard.devices.Presence;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.devices.UsableTerminal;
import dev.switchboard.devices.UsableTerminals;
import dev.switchboard.signalling.CallerPart;
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

/**
 * Placing a call to a chosen device, or to any (S1.5, S1.6), from the caller's own device or, as a
 * third party, from another one (S2.3). Each method is one transaction.
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class PlacedCalls {
  @Inject private OpenLookUps lookUps;
  @Inject private CallRouter router;
  @Inject private UsableTerminals terminals;
  @Inject private Directory directory;
  @Inject private Contacts contacts;
  @Inject private DevicePresence presence;
  @Inject private AutoAnswer autoAnswer;
  @Inject private CallStore store;
  @Inject private CallAnnouncer announcer;
  @Inject private CallSettings limits;
  @Inject private Clock clock;

  /**
   * Where a third-party call is to be led, and what becomes of the device that places it.
   *
   * @param terminal a device of the caller's account, or one that trusts it
   */
  public record Through(DeviceId terminal, CallerPart part) {}

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
   * @param through the device at which a third-party call is led; empty for an ordinary call
   * @throws Refused if the look-up has lapsed, the caller's own device is in a call already, or the
   *     call can't be led through that device
   */
  public Outcome toDevice(
      SignedIn caller, LookUpId lookUp, DeviceId chosen, Optional<Through> through) {
    return place(caller, lookUp, Optional.of(chosen), through);
  }

  /**
   * Calls all devices of the callee that can be reached; the first to answer wins. Otherwise as
   * {@link #toDevice}.
   */
  public Outcome toAnyDevice(SignedIn caller, LookUpId lookUp, Optional<Through> through) {
    return place(caller, lookUp, Optional.empty(), through);
  }

  private Outcome place(
      SignedIn caller, LookUpId id, Optional<DeviceId> chosen, Optional<Through> through) {
    Instant now = clock.instant();
    Optional<UsableTerminal> terminal = through.map(wish -> terminal(caller, wish, chosen));
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
    Set<DeviceId> taken = take(call, caller.device(), terminal, targets);
    if (!taken.contains(caller.device())) {
      throw new Refused(ErrorCode.BUSY);
    }
    chosen.ifPresent(device -> contacts.called(caller.account(), lookUp.callee(), device));
    store.add(call);
    Map<Leg, Cause> failed = new LinkedHashMap<>();
    terminal.ifPresent(
        leader ->
            failed.putAll(lead(call, caller, leader, through.orElseThrow().part(), taken, now)));
    failed.putAll(invite(call, lookUp, targets, taken, now));
    // All are invited before those that can't be rung fail: the last failure ends the call.
    failed.forEach((leg, cause) -> call.inviteFailed(leg, cause, now));
    announcer.publish(call);
    return new Outcome.Placed(call.id(), Math.toIntExact(limits.ring().toSeconds()));
  }

  private UsableTerminal terminal(SignedIn caller, Through wish, Optional<DeviceId> callee) {
    return terminals
        .find(caller.account(), caller.device(), wish.terminal())
        .filter(terminal -> callee.filter(wish.terminal()::equals).isEmpty())
        .orElseThrow(() -> new Refused(ErrorCode.NOT_YOUR_DEVICE));
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
  private Set<DeviceId> take(
      Call call, DeviceId caller, Optional<UsableTerminal> terminal, List<DeviceEntry> targets) {
    Map<String, Activity> wanted = new TreeMap<>();
    targets.forEach(target -> wanted.put(target.id().value(), Activity.RINGING));
    terminal.ifPresent(leader -> wanted.put(leader.device().id().value(), Activity.RINGING));
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

  private Map<Leg, Cause> lead(
      Call call,
      SignedIn caller,
      UsableTerminal terminal,
      CallerPart part,
      Set<DeviceId> taken,
      Instant now) {
    DeviceEntry device = terminal.device();
    Party party =
        terminal
            .owner()
            .map(owner -> Party.of(owner, device))
            .orElseGet(() -> Party.of(caller.profile(), device));
    Leg leg = call.leadThrough(party, part, limits, now);
    if (!device.presence().isReachable()) {
      return Map.of(leg, Cause.UNDELIVERABLE);
    }
    if (!taken.contains(device.id())) {
      return Map.of(leg, Cause.BUSY);
    }
    ring(call, leg, device, now);
    return Map.of();
  }

  private void ring(Call call, Leg leg, DeviceEntry device, Instant now) {
    if (device.presence() == Presence.WAKEABLE) {
      call.wake(leg, limits, now);
    }
    call.answerByItself(leg, autoAnswer.applies(call, leg));
  }

  private Map<Leg, Cause> invite(
      Call call, LookUp lookUp, List<DeviceEntry> targets, Set<DeviceId> taken, Instant now) {
    Map<Leg, Cause> failed = new LinkedHashMap<>();
    for (DeviceEntry target : targets) {
      boolean own = call.legs().stream().anyMatch(leg -> leg.isAt(target.id()));
      if (own && call.isAnyDevice()) {
        continue;
      }
      Leg leg = call.invite(party(lookUp, target), limits, now);
      if (!target.presence().isReachable()) {
        failed.put(leg, Cause.UNDELIVERABLE);
      } else if (own || !taken.contains(target.id())) {
        failed.put(leg, Cause.BUSY);
      } else {
        ring(call, leg, target, now);
      }
    }
    if (call.legs().stream().allMatch(leg -> leg.role().calls())) {
      failed.put(call.invite(lookUp.calleeParty(), limits, now), Cause.UNDELIVERABLE);
    }
    return failed;
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
