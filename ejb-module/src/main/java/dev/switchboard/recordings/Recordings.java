package dev.switchboard.recordings;

import dev.switchboard.RetryOnConflict;
import dev.switchboard.accounts.AccountClosed;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.calls.CallId;
import dev.switchboard.calls.CallMoved;
import dev.switchboard.calls.LegReplaced;
import dev.switchboard.calls.OngoingCall;
import dev.switchboard.calls.OngoingCalls;
import dev.switchboard.calls.Refused;
import dev.switchboard.calls.Terminals;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.RecordingMode;
import dev.switchboard.signalling.ServerMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the parties of a call do about its recording (S4.2, S4.3, S4.5). Each method is one
 * transaction, throws {@link Refused} when it can't be done, and may be called again.
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class Recordings {
  @Inject private RecordingStore store;
  @Inject private RecordingAnnouncer announcer;
  @Inject private OngoingCalls calls;
  @Inject private StorageMonitor monitor;
  @Inject private AvailabilityNotices notices;
  @Inject private RecordingSettings settings;
  @Inject private Clock clock;

  /**
   * Asks the other parties of a call for their consent to be recorded.
   *
   * @param video whether pictures are copied, too
   */
  public void request(SignedIn who, CallId id, RecordingMode mode, boolean video) {
    OngoingCall call = calls.hold(who.device(), id);
    if (store.running(id).isPresent()) {
      throw new Refused(ErrorCode.RECORDING_RUNS);
    }
    Availability availability = monitor.availability();
    if (availability != Availability.AVAILABLE) {
      throw new Refused(
          ErrorCode.RECORDING_UNAVAILABLE,
          RecordingMessages.unavailable(availability, Terminals.language(who)));
    }
    requireRoom(who.account());
    Recording recording =
        Recording.request(call, who.device(), mode, video, settings, clock.instant());
    store.add(recording);
    announcer.publish(recording);
  }

  private void requireRoom(AccountId account) {
    if (!settings.hasRoomBeside(store.bytesOf(account))) {
      throw new Refused(ErrorCode.RECORDING_QUOTA);
    }
  }

  /** The device's user lets the call be recorded. With the last one who does, it begins. */
  public void consent(DeviceId device, RecordingId id) {
    change(
        id,
        recording -> {
          recording.party(device);
          if (recording.state() == RecordingState.REQUESTED) {
            calls.hold(device, recording.call());
          }
          recording.consent(device, clock.instant());
        });
  }

  /** The device's user does not want to be recorded, or no longer. */
  public void decline(DeviceId device, RecordingId id) {
    change(id, recording -> recording.decline(device, clock.instant()));
  }

  /** The device's user ends the recording, or takes the request for it back. */
  public void stop(DeviceId device, RecordingId id) {
    change(id, recording -> recording.stop(device, clock.instant()));
  }

  /** What a terminal is told when it opens a session, beside its calls. */
  public List<ServerMessage.Notice> arrived(SignedIn who) {
    Locale language = Terminals.language(who);
    List<ServerMessage.Notice> news = new ArrayList<>();
    news.add(AvailabilityNotices.notice(monitor.availability(), language));
    for (Recording recording : store.running(who.device())) {
      news.add(
          RecordingViews.progress(
              recording, recording.party(who.device()), language, clock.instant()));
    }
    for (Recording recording : store.unseen(who.device())) {
      news.add(RecordingViews.ready(recording, language));
    }
    return news;
  }

  void onCallMoved(@Observes CallMoved moved) {
    switch (moved.to()) {
      case CONNECTED -> calls.find(moved.call()).ifPresent(notices::tell);
      case ENDED -> store.running(moved.call()).ifPresent(this::endWithCall);
      default -> {}
    }
  }

  /** Who is recorded goes on at another device: the recording follows (S2.6). */
  void onReplaced(@Observes LegReplaced replaced) {
    calls.find(replaced.call()).ifPresent(notices::tell);
    DeviceId device = replaced.party().device();
    Optional<Recording> running = store.running(replaced.call());
    if (device != null && running.isPresent()) {
      Recording recording = running.get();
      boolean copied = recording.handedOff(replaced.before(), replaced.now(), device);
      announcer.moved(recording, device, copied);
    }
  }

  private void endWithCall(Recording recording) {
    recording.callEnded(clock.instant());
    announcer.publish(recording);
  }

  void onClosed(@Observes AccountClosed closed) {
    if (closed.reason() == AccountClosed.Reason.DELETED) {
      for (Recording recording : store.ownedBy(closed.account())) {
        recording.delete(clock.instant());
        announcer.publish(recording);
      }
      store.forget(closed.account());
    }
  }

  private void change(RecordingId id, Consumer<Recording> verb) {
    Recording recording =
        store.find(id).orElseThrow(() -> new Refused(ErrorCode.UNKNOWN_RECORDING));
    verb.accept(recording);
    announcer.publish(recording);
  }
}
