package dev.switchboard.media;

import dev.switchboard.media.forwarding.Bridge;
import dev.switchboard.media.sdp.BadSdpException;
import dev.switchboard.media.sdp.Negotiation;
import dev.switchboard.media.sdp.Offer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media of one call: legs come and go, and hear and see each other. Thread-safe: what is asked
 * of it is done on the loop of the call, in the order of asking.
 */
public final class CallMedia {
  private static final Logger log = LoggerFactory.getLogger(CallMedia.class);

  private final String callId;
  private final MediaConfig config;
  private final MediaEvents events;
  private final CallLoop loop;
  private final Consumer<String> forget;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** On the loop only, like all that follows. */
  private final Bridge bridge;

  private final Map<String, LegMedia> legs = new LinkedHashMap<>();
  private long lastQuality;

  /**
   * @param forget hears the call's id when it is closed
   */
  CallMedia(
      String callId,
      MediaConfig config,
      MediaEvents events,
      CallLoop loop,
      Consumer<String> forget) {
    this.callId = callId;
    this.config = config;
    this.events = events;
    this.loop = loop;
    this.forget = forget;
    this.bridge =
        new Bridge(
            loop.ntp(),
            loop.counters(),
            config.cacheMillis() * 1_000_000L,
            legId -> tell(legId, "renegotiate", () -> events.renegotiate(callId, legId)));
    this.lastQuality = loop.loop().nanoTime();
    loop.add(this);
  }

  /**
   * Answers an offer of a leg: a new leg, a renegotiation, an ICE restart, or a terminal that
   * begins anew with another certificate. Fails with {@link SdpException} when the offer can't be
   * read or has nothing that we carry, which leaves a leg that exists as it was; and with {@link
   * IllegalStateException} when the call is closed or has {@link MediaConfig#maxLegs}. Completes on
   * the loop of the call: what depends on it must not block.
   */
  public CompletionStage<String> answer(String legId, String offerSdp) {
    return onLoop(() -> answerNow(legId, offerSdp));
  }

  private String answerNow(String legId, String offerSdp) throws SdpException {
    Negotiation negotiation = negotiate(legId, offerSdp);
    LegMedia leg = legs.get(legId);
    if (leg == null) {
      if (legs.size() >= config.maxLegs()) {
        throw new IllegalStateException("No more than " + config.maxLegs() + " legs in a call");
      }
      leg = new LegMedia(legId, loop.loop(), bridge, new LegEvents(legId));
      legs.put(legId, leg);
      loop.countLeg(1);
    }
    return leg.answer(negotiation);
  }

  private Negotiation negotiate(String legId, String offerSdp) throws SdpException {
    try {
      Offer offer = Offer.read(offerSdp);
      return Negotiation.of(offer, config.videoCodecs(), bridge.receivableByOthersThan(legId));
    } catch (BadSdpException e) {
      throw new SdpException(e);
    }
  }

  /** The quality of each leg since the last time it was asked for. Completes on the loop. */
  public CompletionStage<List<LegQuality>> quality() {
    return onLoop(
        () -> {
          long now = loop.loop().nanoTime();
          double seconds = (now - lastQuality) / 1e9;
          lastQuality = now;
          return legs.values().stream().map(leg -> leg.quality(seconds)).toList();
        });
  }

  /** Takes a leg out of the call; nothing if it isn't in it. */
  public void release(String legId) {
    loop.loop()
        .execute(
            () -> {
              LegMedia leg = legs.remove(legId);
              if (leg != null) {
                loop.countLeg(-1);
                leg.close();
              }
            });
  }

  /** Ends the call's media; {@link MediaEvents} hears nothing more of it. Again does nothing. */
  public void close() {
    if (closed.compareAndSet(false, true)) {
      loop.loop().execute(this::closeLegs);
      loop.remove(this);
      forget.accept(callId);
    }
  }

  private void closeLegs() {
    loop.countLeg(-legs.size());
    legs.values().forEach(LegMedia::close);
    legs.clear();
  }

  /** Every 10 ms, on the loop. */
  void tick(long nowNanos) {
    bridge.tick(nowNanos);
  }

  /** Work that may find fault with what it was given. */
  private interface Work<T> {
    T run() throws SdpException;
  }

  private <T> CompletionStage<T> onLoop(Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    if (closed.get()) {
      result.completeExceptionally(over());
      return result;
    }
    loop.loop()
        .execute(
            () -> {
              try {
                if (closed.get()) {
                  throw over();
                }
                result.complete(work.run());
              } catch (SdpException | RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    return result;
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
