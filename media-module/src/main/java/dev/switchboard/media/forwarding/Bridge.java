package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.PacketWriter;
import dev.switchboard.media.sdp.Codec;
import dev.switchboard.media.sdp.NegotiatedSection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The legs of a call, which hear and see each other. Who is heard and seen in which slot is decided
 * here only: each leg's slot shows the first other leg that joined, and the next one when that
 * leaves. On the loop of the call.
 */
public final class Bridge {
  /** A sender that was asked for another codec gets this long to change. */
  private static final long RENEGOTIATION_NANOS = 5_000_000_000L;

  /** Two parties, and whoever set their call up; more are an audience. */
  private static final int MOST_LEGS_OF_A_CALL = 3;

  /** A sender that sends so much of its cap would send more without it. */
  private static final double FILLED = 0.6;

  private final NtpTime ntp;
  private final Counters counters;
  private final long cacheNanos;
  private final Consumer<String> renegotiate;
  private final PacketWay packetWay;
  private final List<Leg> legs = new ArrayList<>();
  private final Map<Leg, Long> askedToRenegotiate = new HashMap<>();

  /**
   * @param cacheNanos how long video is kept for retransmission
   * @param renegotiate hears the id of a leg that must offer again, for another codec
   */
  public Bridge(NtpTime ntp, Counters counters, long cacheNanos, Consumer<String> renegotiate) {
    this.ntp = ntp;
    this.counters = counters;
    this.cacheNanos = cacheNanos;
    this.renegotiate = renegotiate;
    this.packetWay = new PacketWay(counters);
  }

  /** Adds a leg, which neither sends nor is sent anything before it is negotiated and open. */
  public Leg join(String legId, PacketWriter writer, LegStreams streams) {
    Leg leg = new Leg(this, legId, writer, streams, cacheNanos);
    legs.add(leg);
    connect();
    return leg;
  }

  /** Takes a leg out; those that saw it see another, if there is one. Again does nothing. */
  public void leave(Leg leg) {
    if (!legs.remove(leg)) {
      return;
    }
    leg.shut();
    askedToRenegotiate.remove(leg);
    for (MediaKind kind : MediaKind.values()) {
      leg.subscription(kind).show(null);
    }
    connect();
  }

  public List<Leg> legs() {
    return List.copyOf(legs);
  }

  private void connect() {
    for (Leg receiver : legs) {
      for (MediaKind kind : MediaKind.values()) {
        Subscription slot = receiver.subscription(kind);
        Publication shown = slot.source();
        if (shown == null || !isPublished(shown, kind)) {
          slot.show(firstOther(receiver).map(leg -> leg.uplink(kind).publication()).orElse(null));
        }
      }
    }
  }

  private boolean isPublished(Publication publication, MediaKind kind) {
    return legs.stream().anyMatch(leg -> leg.uplink(kind).publication() == publication);
  }

  private Optional<Leg> firstOther(Leg receiver) {
    return legs.stream().filter(leg -> leg != receiver).findFirst();
  }

  /** Every 10 ms. */
  public void tick(long nowNanos) {
    for (int i = 0; i < legs.size(); i++) {
      legs.get(i).tick(nowNanos);
    }
  }

  /** Whether every other leg that has video can receive a codec of {@code legId}. */
  public Predicate<Codec> receivableByOthersThan(String legId) {
    List<NegotiatedSection> others =
        legs.stream()
            .filter(leg -> !leg.id().equals(legId))
            .map(leg -> leg.section(MediaKind.VIDEO))
            .flatMap(Optional::stream)
            .filter(section -> section.direction().sends())
            .toList();
    return codec ->
        !others.isEmpty()
            && others.stream().allMatch(section -> section.receiverOf(codec).isPresent());
  }

  /** The codecs of a leg have changed: what others are sent of it has to be translated anew. */
  void negotiated(Leg leg) {
    for (MediaKind kind : MediaKind.values()) {
      Publication publication = leg.uplink(kind).publication();
      legs.stream()
          .map(receiver -> receiver.subscription(kind))
          .filter(subscription -> subscription.source() == publication)
          .forEach(Subscription::negotiated);
    }
  }

  /**
   * What the weakest line to a receiver of {@code publication} carries, bit/s; {@link
   * Long#MAX_VALUE} if that is not known, if there is a smaller layer for it, or if so many watch
   * that one of them must not decide for all.
   */
  long weakestLine(Publication publication, long nowNanos) {
    long weakest = Long.MAX_VALUE;
    if (publication.hasLayers() || legs.size() > MOST_LEGS_OF_A_CALL) {
      return weakest;
    }
    for (int i = 0; i < legs.size(); i++) {
      Subscription subscription = legs.get(i).subscription(MediaKind.VIDEO);
      ReceiverEstimate estimate = legs.get(i).line().estimate();
      if (subscription.source() == publication && subscription.isWatched() && estimate.isKnown()) {
        weakest = Math.min(weakest, estimate.bitrate(nowNanos));
      }
    }
    return weakest;
  }

  /**
   * What a line should carry for the sender of {@code publication} to send more, bit/s; 0 if it is
   * not this line's {@link #weakestLine cap} that keeps it from that.
   */
  long wishOfCapped(Publication publication, ReceiverEstimate line, long nowNanos) {
    long carries = line.bitrate(nowNanos);
    boolean caps = weakestLine(publication, nowNanos) == carries;
    Encoding only = publication.encodings().get(0);
    boolean filled = only.flows(nowNanos) && only.bitrate(0) > FILLED * carries;
    return caps && filled ? 2 * carries : 0;
  }

  /** A leg sends video that a receiver of it can't take: it must change, if it can. */
  void codecNotShared(Leg sender, long nowNanos) {
    Long asked = askedToRenegotiate.get(sender);
    if (asked != null && nowNanos - asked < RENEGOTIATION_NANOS) {
      return;
    }
    askedToRenegotiate.put(sender, nowNanos);
    counters.add(Counters.Count.CODEC_MISMATCHES, 1);
    Predicate<Codec> receivable = receivableByOthersThan(sender.id());
    boolean canChange =
        sender
            .section(MediaKind.VIDEO)
            .map(section -> section.codecs().stream().anyMatch(receivable))
            .orElse(false);
    if (canChange) {
      renegotiate.accept(sender.id());
    }
  }

  NtpTime ntp() {
    return ntp;
  }

  Counters counters() {
    return counters;
  }

  PacketWay packetWay() {
    return packetWay;
  }
}
