package dev.switchboard.media;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The media of one call: legs come and go, and hear and see each other. Thread-safe. */
public final class CallMedia {
  private final String callId;

  CallMedia(String callId) {
    this.callId = callId;
  }

  /**
   * Answers an offer of a leg: a new leg, a renegotiation, or an ICE restart. Fails with {@link
   * SdpException} when the offer can't be read or has nothing that we carry, which leaves a leg
   * that exists as it was; and with {@link IllegalStateException} when the call is closed or full.
   * Completes on the loop of the call: what depends on it must not block.
   */
  public CompletionStage<String> answer(String legId, String offerSdp) {
    return CompletableFuture.failedFuture(new SdpException("No media yet for call " + callId));
  }

  /** The quality of each leg since the last time it was asked for. */
  public CompletionStage<List<LegQuality>> quality() {
    return CompletableFuture.completedFuture(List.of());
  }

  /** Takes a leg out of the call; nothing if it isn't in it. */
  public void release(String legId) {}

  /** Ends the call's media; {@link MediaEvents} hears nothing more of it. */
  public void close() {}
}
