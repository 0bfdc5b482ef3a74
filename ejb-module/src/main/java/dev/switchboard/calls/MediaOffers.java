package dev.switchboard.calls;

import dev.switchboard.devices.DeviceId;
import dev.switchboard.media.SdpException;
import dev.switchboard.signalling.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What a device says about its media in a call. */
@ApplicationScoped
@Transactional
public class MediaOffers {
  @Inject private CallStore store;
  @Inject private MediaEngine media;
  @Inject private DeviceNotices notices;

  /**
   * Answers the session description of a device: of the caller at any time, of a called device once
   * it has answered. The stage fails with {@link Refused}; it completes on the loop of the call's
   * media, so that what depends on it must not block.
   *
   * @throws Refused if the device has no such call, or not in that state
   */
  public CompletionStage<String> offer(DeviceId device, CallId id, String sdp) {
    Call call = store.find(id).orElseThrow(() -> new Refused(ErrorCode.UNKNOWN_CALL));
    Leg leg = call.liveLeg(device);
    if (leg.state().isUnanswered() || call.isAbsent(leg)) {
      throw new Refused(ErrorCode.WRONG_STATE);
    }
    return media
        .answer(id, leg.id(), device, sdp)
        .exceptionally(
            problem -> {
              throw refusal(problem);
            });
  }

  /** Tells the other sides what of this one is muted or replaced. */
  public void mute(DeviceId device, CallId id, boolean audio, boolean video, boolean screen) {
    Call call = store.find(id).orElseThrow(() -> new Refused(ErrorCode.UNKNOWN_CALL));
    Leg own = call.liveLeg(device);
    if (!own.state().isJoined()) {
      throw new Refused(ErrorCode.WRONG_STATE);
    }
    Muted muted = new Muted(audio, video, screen);
    media.mute(id, own.id(), muted);
    for (Leg other : call.legs()) {
      if (other != own && other.state().isJoined()) {
        other.device().ifPresent(to -> notices.tell(to, muted.toWire(id, own.id())));
      }
    }
  }

  private static RuntimeException refusal(Throwable problem) {
    Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
    if (cause instanceof SdpException) {
      return new Refused(ErrorCode.BAD_SDP);
    }
    return problem instanceof RuntimeException unchecked
        ? unchecked
        : new CompletionException(problem);
  }
}
