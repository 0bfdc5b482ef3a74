package dev.switchboard.calls;

import dev.switchboard.RetryOnConflict;
import dev.switchboard.devices.DeviceEntry;
import dev.switchboard.devices.DevicePresence;
import dev.switchboard.devices.DeviceRemoved;
import dev.switchboard.devices.DeviceSignedOut;
import dev.switchboard.devices.Devices;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.devices.push.DeviceUnreachable;
import dev.switchboard.signalling.ServerMessage;
import dev.switchboard.signalling.ServerMessage.CallProgress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What it means to devices and calls that a terminal's session comes, breaks, or goes. Look-ups are
 * changed first, then calls, then the device: the order of locks in docs/threads.md.
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class Terminals {
  /** A terminal that comes back later than this has no call on its screen any more. */
  private static final Duration ENDED_LATELY = Duration.ofMinutes(1);

  @Inject private CallStore store;
  @Inject private CallAnnouncer announcer;
  @Inject private OpenLookUps lookUps;
  @Inject private Devices devices;
  @Inject private DevicePresence presence;
  @Inject private AutoAnswer autoAnswer;
  @Inject private DeviceNotices notices;
  @Inject private CallSettings limits;
  @Inject private ElsewhereNotices elsewhere;
  @Inject private TurnServers turn;
  @Inject private Clock clock;

  /**
   * What a terminal finds when it comes.
   *
   * @param iceServers with passwords that are good for {@code iceSeconds}
   * @param calls in which its device has a part
   * @param notices to be told after the welcome: invitations that it has not answered, ends of
   *     calls that it may have missed because the server, or its session, was gone, and the calls
   *     that it may take over
   */
  public record Arrival(
      SignedIn who,
      DeviceEntry device,
      List<ServerMessage.IceServer> iceServers,
      int iceSeconds,
      List<CallProgress> calls,
      List<ServerMessage.Notice> notices,
      Instant at) {

    /** The reply to its hello. */
    public ServerMessage.Welcome welcome(String re, String session, boolean resumed) {
      return new ServerMessage.Welcome(
          re,
          session,
          resumed,
          new ServerMessage.Party(who.profile().name(), who.profile().number().e164(), null),
          new ServerMessage.Device(device.id().value(), device.kind().code(), device.name(), null),
          iceServers,
          iceServers.isEmpty() ? null : iceSeconds,
          calls,
          at);
    }
  }

  /** A terminal has opened this session, or taken it up again: the device is online. */
  public Arrival arrived(SignedIn who, String session) {
    Locale language = language(who);
    List<CallProgress> calls = new ArrayList<>();
    List<ServerMessage.Notice> missed = new ArrayList<>();
    for (Call call : store.live(who.device())) {
      call.signallingUp(who.device(), limits);
      announcer.publish(call);
      Leg leg = call.leg(who.device());
      calls.add(CallViews.progress(call, leg, language));
      if (leg.state().isUnanswered()) {
        // While the terminal was away, its owner may have changed who is trusted.
        call.answerByItself(leg, leg.isAuto() && autoAnswer.applies(call, leg));
        missed.add(CallViews.invitation(call, leg, limits));
      }
    }
    Instant now = clock.instant();
    for (Call call : store.ended(who.device(), now.minus(ENDED_LATELY))) {
      missed.add(CallViews.progress(call, call.leg(who.device()), language));
    }
    presence.connected(who.device(), limits.node(), session);
    missed.add(elsewhere.of(who.account(), who.device()));
    DeviceEntry device =
        devices
            .find(who.device())
            .orElseThrow(() -> new IllegalStateException("The device has been removed"));
    return new Arrival(who, device, turn.withNewPassword(), turn.seconds(), calls, missed, now);
  }

  /** The session's socket is gone; it was last heard of then, and may come back. */
  public void broken(SignedIn who, Instant since) {
    for (Call call : store.live(who.device())) {
      call.signallingLost(who.device(), since, limits);
      announcer.publish(call);
    }
  }

  /**
   * The session is over: the device is offline, and a call that it was placing is given up, unless
   * it was for another device to lead.
   */
  public void gone(SignedIn who, String session) {
    Instant now = clock.instant();
    lookUps.closeAll(who.device());
    for (Call call : store.live(who.device())) {
      call.signallingLost(who.device(), now, limits);
      Leg leg = call.leg(who.device());
      if (leg.state() == LegState.WAITING || call.mayStepOut(leg)) {
        call.leave(who.device(), now);
      }
      announcer.publish(call);
    }
    presence.disconnected(who.device(), session);
  }

  /** The language in which the server speaks to a terminal's user. */
  public static Locale language(SignedIn who) {
    return Locale.forLanguageTag(who.profile().language());
  }

  void onRemoved(@Observes DeviceRemoved removed) {
    for (Call call : store.live(removed.device())) {
      call.removeDevice(removed.device(), clock.instant());
      announcer.publish(call);
    }
    notices.signOut(removed.device());
  }

  void onUnreachable(@Observes DeviceUnreachable unreachable) {
    for (Call call : store.live(unreachable.device())) {
      call.wakeFailed(unreachable.device(), clock.instant());
      announcer.publish(call);
    }
  }

  void onSignedOut(@Observes DeviceSignedOut out) {
    for (Call call : store.live(out.device())) {
      if (out.reason() == DeviceSignedOut.Reason.ACCOUNT_DISABLED) {
        call.removeDevice(out.device(), clock.instant());
      } else {
        call.leave(out.device(), clock.instant());
      }
      announcer.publish(call);
    }
    notices.signOut(out.device());
  }
}
