package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.PacketSink;
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
 * The legs of a call on one loop, which hear and see each other, and the {@link Guest guests} from
 * its other loops. Who is heard and seen in which slot is decided here only: each leg's slot shows
 * the first other leg that sends, and the next one when that leaves. On its loop.
 */
public final class Bridge {
  /** A sender that was asked for another codec gets this long to change. */
  private static final long RENEGOTIATION_NANOS = 5_000_000_000L;

  /** Two parties, and whoever set their call up; more are an audience. */
  private static final int MOST_LEGS_OF_A_CALL = 3;

  /** A sender that sends so much of its cap would send more without it. */
  private static final double FILLED = 0.6;

  /** Every how many ticks it is the turn of a leg that only receives. */
  private static final int TURNS = 5;

  private final NtpTime ntp;
  private final Counters counters;
  private final long cacheNanos;
  private final Consumer<String> renegotiate;
  private final PacketWay packetWay;
  private final List<Leg> legs = new ArrayList<>();

  /** What may be shown, in the order in which it began. */
  private final List<Publication> sending = new ArrayList<>();

  private final Map<Leg, Long> askedToRenegotiate = new HashMap<>();
  private int turn;

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
    connect(leg);
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
      end(leg.uplink(kind).publication());
    }
  }

  public List<Leg> legs() {
    return List.copyOf(legs);
  }

  /** Something is published, or not any more, or otherwise than before. */
  void negotiated(Publication publication) {
    for (PacketSink sink : publication.sinks()) {
      if (sink instanceof Subscription subscription) {
        subscription.negotiated();
      }
    }
    if (!publication.sends()) {
      sending.remove(publication);
    } else if (!sending.contains(publication)) {
      sending.add(publication);
      legs.forEach(this::connect);
    }
  }

  /** Something will never be published again: whoever was shown it is shown something else. */
  void end(Publication publication) {
    sending.remove(publication);
    for (Leg leg : legs) {
      Subscription slot = leg.subscription(publication.kind());
      if (slot.source() == publication) {
        slot.show(null);
        connect(leg);
      }
    }
  }

  /** Fills the slots of a leg that show nothing, or a sender that has stopped. */
  private void connect(Leg receiver) {
    for (MediaKind kind : MediaKind.values()) {
      Subscription slot = receiver.subscription(kind);
      Publication shown = slot.source();
      if (shown == null || !shown.sends()) {
        Publication own = receiver.uplink(kind).publication();
        sending.stream()
            .filter(other -> other.kind() == kind && other != own)
            .findFirst()
            .ifPresent(slot::show);
      }
    }
  }

  /** Every 10 ms. Those who only receive have less to do, and take turns: an audience is large. */
  public void tick(long nowNanos) {
    turn = (turn + 1) % TURNS;
    for (int i = 0; i < legs.size(); i++) {
      if (i % TURNS == turn || legs.get(i).isBusy()) {
        legs.get(i).tick(nowNanos);
      }
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

  /** A leg has negotiated anew. */
  void negotiated(Leg leg) {
    for (MediaKind kind : MediaKind.values()) {
      negotiated(leg.uplink(kind).publication());
    }
  }

  /** How long video is kept for retransmission. */
  long cacheNanos() {
    return cacheNanos;
  }

  /**
   * What the weakest line to a receiver of {@code publication} carries, bit/s; {@link
   * Long#MAX_VALUE} if that is not known, if there is a smaller layer for it, or if so many watch
   * that one of them must not decide for all.
   */
  long weakestLine(Publication publication, long nowNanos) {
    long weakest = Long.MAX_VALUE;
    if (publication.hasLayers(nowNanos) || legs.size() > MOST_LEGS_OF_A_CALL) {
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
    boolean filled = publication.bitrate(nowNanos) > FILLED * carries;
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
