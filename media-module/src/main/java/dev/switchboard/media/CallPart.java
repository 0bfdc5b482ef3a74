package dev.switchboard.media;

import dev.switchboard.media.CallMedia.LegEvents;
import dev.switchboard.media.forwarding.Bridge;
import dev.switchboard.media.forwarding.Leg;
import dev.switchboard.media.forwarding.Relay;
import dev.switchboard.media.sdp.BadSdpException;
import dev.switchboard.media.sdp.Negotiation;
import dev.switchboard.media.sdp.Offer;
import dev.switchboard.media.transport.MediaLoop;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The legs of a call that live on one loop. On that loop, but for what says otherwise. */
final class CallPart {
  private final MediaConfig config;
  private final CallLoop loop;
  private final Bridge bridge;
  private final Map<String, LegMedia> legs = new LinkedHashMap<>();

  /** What takes a leg's packets to other parts of the call. */
  private final Map<Leg, Map<CallPart, Relay>> relays = new HashMap<>();

  private long lastQuality;

  /**
   * Any thread.
   *
   * @param listener hears what the part has to tell of its legs, on its loop
   */
  CallPart(MediaConfig config, CallLoop loop, Bridge.Listener listener) {
    this.config = config;
    this.loop = loop;
    this.bridge =
        new Bridge(loop.ntp(), loop.counters(), config.cacheMillis() * 1_000_000L, listener);
    this.lastQuality = loop.loop().nanoTime();
    loop.add(this);
  }

  /** Any thread. */
  CallLoop place() {
    return loop;
  }

  /** Any thread. */
  MediaLoop loop() {
    return loop.loop();
  }

  boolean has(String legId) {
    return legs.containsKey(legId);
  }

  /**
   * Answers an offer of a leg that lives here, or will.
   *
   * @param others the parts of the call, this one among them, who take what the leg publishes
   */
  String answer(String legId, Offer offer, LegEvents events, List<CallPart> others)
      throws SdpException {
    Negotiation negotiation = negotiate(legId, offer);
    LegMedia leg = legs.get(legId);
    if (leg == null) {
      leg = new LegMedia(legId, loop.loop(), bridge, events);
      legs.put(legId, leg);
      loop.countLeg(1);
    }
    String answer = leg.answer(negotiation);
    for (CallPart other : others) {
      relay(leg.leg(), other);
    }
    return answer;
  }

  private Negotiation negotiate(String legId, Offer offer) throws SdpException {
    try {
      return Negotiation.of(offer, config.videoCodecs(), bridge.receivableByOthersThan(legId));
    } catch (BadSdpException e) {
      throw new SdpException(e);
    }
  }

  /** Gives the legs of another part what the legs here publish. */
  void relayAllTo(CallPart other) {
    legs.values().forEach(leg -> relay(leg.leg(), other));
  }

  /** A leg that publishes nothing costs the other loops nothing. */
  private void relay(Leg leg, CallPart to) {
    if (to == this) {
      return;
    }
    Map<CallPart, Relay> ofLeg = relays.computeIfAbsent(leg, key -> new HashMap<>());
    Relay relay = ofLeg.get(to);
    if (relay != null) {
      relay.negotiated();
    } else if (leg.publishes()) {
      MediaLoop here = loop.loop();
      ofLeg.put(
          to, new Relay(leg, to.bridge, here::execute, here::atEndOfRound, to.loop()::execute));
    }
  }

  /** Has a recording copy a leg, if it is here. */
  void record(String legId, CallRecordings.Copied copied) {
    LegMedia leg = legs.get(legId);
    if (leg != null) {
      leg.record(copied);
    }
  }

  /** The quality of each leg here since the last time it was asked for. */
  List<LegQuality> quality() {
    long now = loop.loop().nanoTime();
    double seconds = (now - lastQuality) / 1e9;
    lastQuality = now;
    return legs.values().stream().map(leg -> leg.quality(seconds)).toList();
  }

  /** Takes a leg out; nothing if it isn't here. */
  void release(String legId) {
    LegMedia leg = legs.remove(legId);
    if (leg != null) {
      end(leg);
    }
  }

  private void end(LegMedia leg) {
    loop.countLeg(-1);
    @Nullable Map<CallPart, Relay> ofLeg = relays.remove(leg.leg());
    if (ofLeg != null) {
      ofLeg.values().forEach(Relay::close);
    }
    leg.close();
  }

  /** Ends all legs, and the part. */
  void close() {
    legs.values().forEach(this::end);
    legs.clear();
    loop.remove(this);
  }

  /** Every 10 ms. */
  void tick(long nowNanos) {
    bridge.tick(nowNanos);
  }
}
