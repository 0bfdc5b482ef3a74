package dev.switchboard.media;

import dev.switchboard.media.forwarding.Bridge;
import dev.switchboard.media.recording.Manifest;
import dev.switchboard.media.recording.Recorder;
import dev.switchboard.media.recording.Recording;
import dev.switchboard.media.sdp.BadSdpException;
import dev.switchboard.media.sdp.Offer;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media of one call: legs come and go, and hear and see each other. They live on one loop; only
 * an audience, legs that send nothing, is spread over all of them. Thread-safe: what is asked of it
 * is done on the loop of the leg, in the order of asking.
 */
public final class CallMedia {
  /** So many legs are cheaper together than a hand-over to another loop. */
  private static final int LEGS_TOGETHER = 16;

  private static final Logger log = LoggerFactory.getLogger(CallMedia.class);

  private final String callId;
  private final MediaConfig config;
  private final MediaEvents events;
  private final List<CallLoop> loops;
  private final Recorder recorder;
  private final CallRecordings recordings = new CallRecordings();
  private final Consumer<String> forget;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final BridgeEvents bridgeEvents = new BridgeEvents();

  /** The first is the home of the call; the others come when an audience does. */
  private final List<CallPart> parts = new CopyOnWriteArrayList<>();

  /** Where each leg is; guarded by itself. */
  private final Map<String, CallPart> placed = new HashMap<>();

  /**
   * @param loops all loops, that of the call first
   * @param forget hears the call's id when it is closed
   */
  CallMedia(
      String callId,
      MediaConfig config,
      MediaEvents events,
      List<CallLoop> loops,
      Recorder recorder,
      Consumer<String> forget) {
    this.callId = callId;
    this.config = config;
    this.events = events;
    this.loops = loops;
    this.recorder = recorder;
    this.forget = forget;
    parts.add(new CallPart(config, loops.get(0), bridgeEvents));
  }

  /**
   * Answers an offer of a leg: a new leg, a renegotiation, an ICE restart, or a terminal that
   * begins anew with another certificate. Fails with {@link SdpException} when the offer can't be
   * read or has nothing that we carry, which leaves a leg that exists as it was; and with {@link
   * IllegalStateException} when the call is closed or has {@link MediaConfig#maxLegs}. Completes on
   * the loop of the leg, or here if the offer can't be read: what depends on it must not block.
   */
  public CompletionStage<String> answer(String legId, String offerSdp) {
    try {
      requireOpen();
      Offer offer = Offer.read(offerSdp);
      CallPart part = place(legId, offer);
      return on(part, () -> answer(part, legId, offer));
    } catch (BadSdpException e) {
      return CompletableFuture.failedFuture(new SdpException(e));
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private String answer(CallPart part, String legId, Offer offer) throws SdpException {
    try {
      String answer = part.answer(legId, offer, new LegEvents(legId), parts);
      record(part, legId);
      return answer;
    } finally {
      if (!part.has(legId)) {
        unplace(legId, part);
      }
    }
  }

  /** A leg stays where it was placed, since its terminal knows that loop's port. */
  private CallPart place(String legId, Offer offer) {
    synchronized (placed) {
      requireOpen();
      CallPart part = placed.get(legId);
      if (part == null) {
        if (placed.size() >= config.maxLegs()) {
          throw new IllegalStateException("No more than " + config.maxLegs() + " legs in a call");
        }
        part = partFor(offer);
        placed.put(legId, part);
      }
      return part;
    }
  }

  private void unplace(String legId, CallPart part) {
    synchronized (placed) {
      placed.remove(legId, part);
    }
  }

  private CallPart partFor(Offer offer) {
    boolean sends =
        offer.sections().stream()
            .anyMatch(section -> section.usable() && section.direction().sends());
    if (sends || placed.size() < LEGS_TOGETHER) {
      return parts.get(0);
    }
    CallLoop quietest = Collections.min(loops, Comparator.comparingInt(CallLoop::legs));
    for (CallPart part : parts) {
      if (part.place() == quietest) {
        return part;
      }
    }
    return newPart(quietest);
  }

  private CallPart newPart(CallLoop loop) {
    CallPart made = new CallPart(config, loop, bridgeEvents);
    parts.add(made);
    for (CallPart other : parts) {
      if (other != made) {
        other.loop().execute(() -> other.relayAllTo(made));
      }
    }
    return made;
  }

  /**
   * The quality of each leg since the last time it was asked for. Completes on a loop of the call.
   */
  public CompletionStage<List<LegQuality>> quality() {
    CompletionStage<List<LegQuality>> all = CompletableFuture.completedFuture(List.of());
    for (CallPart part : parts) {
      all = all.thenCombine(on(part, part::quality), CallMedia::joined);
    }
    return all;
  }

  private static List<LegQuality> joined(List<LegQuality> some, List<LegQuality> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  /**
   * Records the call as planned, from now on: each track from when its leg is there. Completes when
   * copying has begun, on a recorder's thread; fails with an {@link IOException} if nothing can be
   * written to the folder, or less than {@link MediaConfig#recordingReserve} is free; with {@link
   * IllegalStateException} if the call is closed, or has a recording with this id. Of one that has
   * begun {@link MediaEvents#recorded} tells the end.
   */
  public CompletionStage<Void> record(RecordingPlan plan) {
    try {
      requireOpen();
      recordings.begins(plan);
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
    return recorder
        .begin(plan.id(), plan.folder(), manifest -> recorded(plan.id(), manifest))
        .whenComplete((recording, problem) -> begun(plan.id(), recording))
        .thenAccept(recording -> {});
  }

  private void begun(String recordingId, @Nullable Recording recording) {
    if (recording == null) {
      recordings.ended(recordingId);
      return;
    }
    recordings.begun(recording).forEach(this::recordIfHere);
    if (closed.get()) {
      recording.stop();
    }
  }

  /**
   * Has another leg go into a track of a recording from now on, in a file of its own, instead of
   * the leg before; it may come later. Nothing if there is no such recording.
   */
  public void recordLeg(String recordingId, String legId, String track) {
    RecordingPlan.requireName(track);
    if (recordings.move(recordingId, legId, track)) {
      recordIfHere(legId);
    }
  }

  /** Ends a recording; {@link MediaEvents#recorded} follows. Nothing if there is no such one. */
  public void stopRecording(String recordingId) {
    recordings.stop(recordingId);
  }

  private void recordIfHere(String legId) {
    CallPart part;
    synchronized (placed) {
      part = placed.get(legId);
    }
    if (part != null) {
      part.loop().execute(() -> record(part, legId));
    }
  }

  /** On the loop of the leg; what is recorded already stays so. */
  private void record(CallPart part, String legId) {
    recordings.of(legId).forEach(each -> part.record(legId, each));
  }

  /** On the recorder's thread, also when the call is closed: the files are there. */
  private void recorded(String recordingId, Manifest manifest) {
    recordings.ended(recordingId);
    log.debug("call {} recording {} ended: {}", callId, recordingId, manifest.fault());
    events.recorded(callId, recordingId, RecordingReport.of(manifest));
  }

  /** Takes a leg out of the call; nothing if it isn't in it. */
  public void release(String legId) {
    CallPart part;
    synchronized (placed) {
      part = placed.remove(legId);
    }
    if (part != null) {
      part.loop().execute(() -> part.release(legId));
    }
  }

  /**
   * Ends the call's media, and its recordings; {@link MediaEvents} hears nothing more of it but
   * their ends. Again does nothing.
   */
  public void close() {
    if (closed.compareAndSet(false, true)) {
      recordings.stopAll();
      synchronized (placed) {
        placed.clear();
        parts.forEach(part -> part.loop().execute(part::close));
      }
      forget.accept(callId);
    }
  }

  /** Work that may find fault with what it was given. */
  private interface Work<T> {
    T run() throws SdpException;
  }

  private <T> CompletionStage<T> on(CallPart part, Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    if (closed.get()) {
      // Its loop may be closed too, and would not run anything.
      result.completeExceptionally(over());
      return result;
    }
    part.loop()
        .execute(
            () -> {
              try {
                requireOpen();
                result.complete(work.run());
              } catch (SdpException | RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  private void requireOpen() {
    if (closed.get()) {
      throw over();
    }
  }

  private IllegalStateException over() {
    return new IllegalStateException("The media of call " + callId + " is closed");
  }

  /** Tells the owner, whose mistakes must not stop the call. */
  private void tell(String legId, String event, Runnable telling) {
    if (closed.get()) {
      return;
    }
    log.debug("call {} leg {} {}", callId, legId, event);
    try {
      telling.run();
    } catch (RuntimeException e) {
      log.error("call {} leg {}: the owner failed at {}", callId, legId, event, e);
    }
  }

  /** What the parts of the call tell of its legs, as events of the call. */
  private final class BridgeEvents implements Bridge.Listener {
    @Override
    public void renegotiate(String legId) {
      tell(legId, "renegotiate", () -> events.renegotiate(callId, legId));
    }

    @Override
    public void slots(String legId, List<@Nullable String> legIds) {
      tell(legId, "has in its slots " + legIds, () -> events.slots(callId, legId, legIds));
    }
  }

  /** What a leg's transport tells, as events of the call. */
  final class LegEvents {
    private final String legId;

    private LegEvents(String legId) {
      this.legId = legId;
    }

    void connected() {
      tell(legId, "connected", () -> events.connected(callId, legId));
    }

    void failed(String reason) {
      tell(legId, "failed: " + reason, () -> events.failed(callId, legId, reason));
    }

    void lost() {
      tell(legId, "lost", () -> events.lost(callId, legId));
    }

    void recovered() {
      tell(legId, "recovered", () -> events.recovered(callId, legId));
    }
  }
}
