package dev.switchboard.calls;

import dev.switchboard.accounts.Accounts;
import dev.switchboard.devices.Activity;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.DevicePresence;
import dev.switchboard.devices.Presence;
import dev.switchboard.signalling.ErrorCode;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells everybody of a call's changes: integrators, terminals, devices' presence and the node with
 * the media, all in the transaction that makes the changes; and the log once that is committed.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class CallAnnouncer {
  /** Devices are locked one after the other, always in this order. */
  private static final Comparator<CallChange> BY_DEVICE =
      Comparator.comparing(
          change -> change.leg().flatMap(Leg::device).map(DeviceId::value).orElse(""));

  @Inject private CallStore store;
  @Inject private CallMessaging messaging;
  @Inject private CallTimeouts timeouts;
  @Inject private DeviceNotices notices;
  @Inject private WakeUps wakeUps;
  @Inject private CallLog log;
  @Inject private DevicePresence presence;
  @Inject private Accounts accounts;
  @Inject private CallSettings limits;
  @Inject private ElsewhereNotices elsewhere;
  @Inject private Event<CallMoved> moved;
  @Inject private Event<LegReplaced> replaced;

  // By its global name: the media engine reports on threads that have no java:comp.
  @Resource(lookup = "java:jboss/TransactionSynchronizationRegistry")
  private TransactionSynchronizationRegistry transaction;

  /** Writes the call and announces what its verbs have done; nothing if they did nothing. */
  void publish(Call call) {
    store.flush();
    List<CallChange> changes = call.takeChanges();
    call.takeNewDeadline().ifPresent(deadline -> timeouts.schedule(call, deadline));
    if (changes.isEmpty()) {
      return;
    }
    messaging.publish(call, changes);
    for (Leg leg : call.legs()) {
      leg.device().ifPresent(device -> tell(call, leg, device, changes));
    }
    changes.stream()
        .filter(change -> change.leg().isEmpty())
        .forEach(change -> moved.fire(new CallMoved(call.id(), CallState.valueOf(change.to()))));
    replace(call, changes);
    changes.stream()
        .filter(change -> change.leg().flatMap(Leg::device).isPresent())
        .sorted(BY_DEVICE)
        .forEach(change -> follow(call, change));
    if (call.state() == CallState.ENDED) {
      notices.closeMedia(call.id());
    }
    changes.stream()
        .filter(CallAnnouncer::isSeenElsewhere)
        .flatMap(change -> call.legs().stream().flatMap(leg -> leg.account().stream()))
        .distinct()
        .forEach(elsewhere::tell);
    afterCommit(() -> changes.forEach(change -> log.write(call, change)));
  }

  /** Has a device rung by Web Push, since its page is closed, or asleep. */
  void wake(Call call, Leg leg, DeviceId device) {
    wakeUps.ring(call, leg, device, language(leg));
  }

  private void tell(Call call, Leg leg, DeviceId device, List<CallChange> changes) {
    switch (CallNotices.of(call, leg, changes)) {
      case INVITATION -> {
        notices.tell(device, CallViews.invitation(call, leg, limits));
        if (leg.isWoken()) {
          wake(call, leg, device);
        }
      }
      case PROGRESS -> notices.tell(device, CallViews.progress(call, leg, language(leg)));
      case NOTHING -> {}
    }
  }

  /** A call is there for other devices of its parties, is not any more, or goes on elsewhere. */
  private static boolean isSeenElsewhere(CallChange change) {
    boolean connects = change.to().equals(LegState.CONNECTED.name());
    boolean ended = change.from().filter(LegState.CONNECTED.name()::equals).isPresent();
    return change
        .leg()
        .map(leg -> (connects && leg.replaces().isPresent()) || ended)
        .orElse(connects || ended);
  }

  /** What comes of hand-offs: who is moved hears how far that is, others who is in the call now. */
  private void replace(Call call, List<CallChange> changes) {
    for (CallChange change : changes) {
      Optional<LegId> before = change.leg().flatMap(Leg::replaces);
      if (before.isEmpty() || call.state() == CallState.ENDED) {
        continue;
      }
      Leg next = change.leg().orElseThrow();
      if (change.to().equals(LegState.CONNECTED.name())) {
        replaced.fire(new LegReplaced(call.id(), before.get(), next.id(), next.party()));
      } else if (change.from().isEmpty() || change.isEnd()) {
        Leg leg = call.leg(before.get());
        leg.device()
            .filter(device -> leg.isLive())
            .ifPresent(device -> notices.tell(device, CallViews.moving(call, next, language(leg))));
      }
    }
  }

  /** The device's presence, and the media of a leg that leaves a call which goes on. */
  private void follow(Call call, CallChange change) {
    Leg leg = change.leg().orElseThrow();
    DeviceId device = leg.device().orElseThrow();
    if (change.isEnd()) {
      presence.release(device, call.id().value());
      // A page that rings knows the end by itself, as long as it is there.
      boolean unheard = change.from().filter(LegState.INVITED.name()::equals).isPresent();
      if (leg.isWoken()
          && !leg.hasJoined()
          && (unheard || presence.of(device) == Presence.WAKEABLE)) {
        wakeUps.stop(call, leg, device, language(leg));
      }
      if (call.state() != CallState.ENDED) {
        notices.releaseLeg(call.id(), leg.id());
      }
    } else if (change.to().equals(LegState.CONNECTING.name())
        && !presence.occupy(device, call.id().value(), Activity.IN_CALL)) {
      // With call waiting a device may ring during a call, but not be in two.
      throw new Refused(ErrorCode.BUSY);
    }
  }

  private Locale language(Leg leg) {
    return leg.account()
        .flatMap(accounts::find)
        .map(profile -> Locale.forLanguageTag(profile.language()))
        .orElse(Locale.ENGLISH);
  }

  private void afterCommit(Runnable work) {
    transaction.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {}

          @Override
          public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
              work.run();
            }
          }
        });
  }
}
