package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.PacketSink;
import dev.switchboard.media.rtp.PacketWriter;
import dev.switchboard.media.sdp.Codec;
import dev.switchboard.media.sdp.NegotiatedSection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The legs of a call on one loop, which hear and see each other, and the {@link Guest guests} from
 * its other loops. Who is heard and seen in which {@link Slot} is decided here only: each other leg
 * that sends gets the first that is free, and keeps it as long as it is there. On its loop.
 */
public final class Bridge {
  /** A sender that was asked for another codec gets this long to change. */
  private static final long RENEGOTIATION_NANOS = 5_000_000_000L;

  /**
   * Two parties, who set their call up, and a device that takes another one's place; more are an
   * audience.
   */
  private static final int MOST_LEGS_OF_A_CALL = 4;

  /** A sender that sends so much of its cap would send more without it. */
  private static final double FILLED = 0.6;

  /** Every how many ticks it is the turn of a leg that only receives. */
  private static final int TURNS = 5;

  /** Hears what a bridge has to tell of its legs. On the bridge's loop. */
  public interface Listener {
    /** The leg must offer again, for another codec. */
    void renegotiate(String legId);

    /**
     * Who is heard and seen in which slot of a leg that has several: after each negotiation of the
     * leg, and on each change.
     *
     * @param legIds by the slots' numbers; null for one that is free
     */
    void slots(String legId, List<@Nullable String> legIds);
  }

  private final NtpTime ntp;
  private final Counters counters;
  private final long cacheNanos;
  private final Listener listener;
  private final PacketWay packetWay;
  private final List<Leg> legs = new ArrayList<>();

  /** Those who may be shown, in the order in which they began. */
  private final List<Publisher> publishers = new ArrayList<>();

  private final Map<Leg, Long> askedToRenegotiate = new HashMap<>();
  private int turn;

  /**
   * @param cacheNanos how long video is kept for retransmission
   */
  public Bridge(NtpTime ntp, Counters counters, long cacheNanos, Listener listener) {
    this.ntp = ntp;
    this.counters = counters;
    this.cacheNanos = cacheNanos;
    this.listener = listener;
    this.packetWay = new PacketWay(counters);
  }

  /** Adds a leg, which neither sends nor is sent anything before it is negotiated and open. */
  public Leg join(String legId, PacketWriter writer, LegStreams streams) {
    Leg leg = new Leg(this, legId, writer, streams, cacheNanos);
    legs.add(leg);
    fill(leg);
    return leg;
  }

  /** Takes a leg out; who takes its place at the others comes from those that had none there. */
  public void leave(Leg leg) {
    if (!legs.remove(leg)) {
      return;
    }
    leg.shut();
    askedToRenegotiate.remove(leg);
    leg.slots().forEach(Slot::vacate);
    end(leg.publisher());
  }

  public List<Leg> legs() {
    return List.copyOf(legs);
  }

  /** Somebody publishes something, or nothing any more, or otherwise than before. */
  void negotiated(Publisher publisher) {
    for (MediaKind kind : MediaKind.values()) {
      for (PacketSink sink : publisher.publication(kind).sinks()) {
        if (sink instanceof Subscription subscription) {
          subscription.negotiated();
        }
      }
    }
    if (!publisher.publishes()) {
      publishers.remove(publisher);
      return;
    }
    if (!publishers.contains(publisher)) {
      publishers.add(publisher);
    }
    legs.forEach(this::fillAndTell);
  }

  /** Somebody will never publish again: whose slot he had has it free for another. */
  void end(Publisher publisher) {
    publishers.remove(publisher);
    for (Leg leg : legs) {
      boolean left = false;
      for (Slot slot : leg.slots()) {
        for (MediaKind kind : MediaKind.values()) {
          Subscription subscription = slot.subscription(kind);
          if (subscription.source() == publisher.publication(kind)) {
            left = true;
            subscription.show(null);
          }
        }
        if (slot.occupant() == publisher) {
          left = true;
          slot.vacate();
        }
      }
      if (left) {
        fill(leg);
        tell(leg);
      }
    }
  }

  private void fillAndTell(Leg receiver) {
    if (fill(receiver)) {
      tell(receiver);
    }
  }

  /** Only a leg with several slots has to be told whom each of them shows. */
  private void tell(Leg leg) {
    if (leg.slotsInUse() > 1) {
      List<@Nullable String> legIds = new ArrayList<>();
      for (Slot slot : leg.slots().subList(0, leg.slotsInUse())) {
        Publisher occupant = slot.occupant();
        legIds.add(occupant == null ? null : occupant.legId());
      }
      listener.slots(leg.id(), Collections.unmodifiableList(legIds));
    }
  }

  /**
   * Gives the slots of a leg that are free to those who have none there, and has each show what its
   * occupant sends. Whether a slot got another occupant.
   */
  private boolean fill(Leg receiver) {
    boolean changed = false;
    for (Publisher other : publishers) {
      Slot free = other == receiver.publisher() || isShown(other, receiver) ? null : free(receiver);
      if (free != null) {
        changed = true;
        free.occupy(other);
      }
    }
    for (Slot slot : receiver.slots()) {
      for (MediaKind kind : MediaKind.values()) {
        slot.subscription(kind).show(choose(slot, kind));
      }
    }
    return changed;
  }

  private static boolean isShown(Publisher publisher, Leg receiver) {
    return receiver.slots().stream().anyMatch(slot -> slot.occupant() == publisher);
  }

  /** The first slot that nobody has, else the first whose occupant sends nothing any more. */
  private static @Nullable Slot free(Leg receiver) {
    @Nullable Slot idle = null;
    for (Slot slot : receiver.slots().subList(0, receiver.slotsInUse())) {
      Publisher occupant = slot.occupant();
      if (occupant == null) {
        return slot;
      }
      if (idle == null && !occupant.publishes()) {
        idle = slot;
      }
    }
    return idle;
  }

  /**
   * What a slot shows: what its occupant sends. A leg that has only one slot hears or sees the
   * first other where its occupant sends only one of both, since it has no name to put to them. A
   * sender that has stopped stays, because it may go on.
   */
  private @Nullable Publication choose(Slot slot, MediaKind kind) {
    Publisher occupant = slot.occupant();
    @Nullable Publication own = occupant == null ? null : occupant.publication(kind);
    if (own != null && own.sends()) {
      return own;
    }
    if (slot.leg().slotsInUse() == 1 && slot.index() == 0) {
      for (Publisher other : publishers) {
        if (other != slot.leg().publisher() && other.publication(kind).sends()) {
          return other.publication(kind);
        }
      }
    }
    return slot.subscription(kind).source() == own ? own : null;
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
            .flatMap(leg -> leg.slots().stream())
            .map(slot -> slot.section(MediaKind.VIDEO))
            .flatMap(Optional::stream)
            .filter(section -> section.direction().sends())
            .toList();
    return codec ->
        !others.isEmpty()
            && others.stream().allMatch(section -> section.receiverOf(codec).isPresent());
  }

  /** A leg has negotiated anew. */
  void negotiated(Leg leg) {
    for (Slot slot : leg.slots().subList(leg.slotsInUse(), leg.slots().size())) {
      slot.vacate();
    }
    fill(leg);
    tell(leg);
    negotiated(leg.publisher());
  }

  /** How long video is kept for retransmission. */
  long cacheNanos() {
    return cacheNanos;
  }

  /**
   * What the weakest line to a receiver of {@code publication} carries of it, bit/s; {@link
   * Long#MAX_VALUE} if that is not known, if there is a smaller layer for it, or if so many watch
   * that one of them must not decide for all.
   */
  long weakestLine(Publication publication, long nowNanos) {
    long weakest = Long.MAX_VALUE;
    if (publication.hasLayers(nowNanos) || legs.size() > MOST_LEGS_OF_A_CALL) {
      return weakest;
    }
    for (int i = 0; i < legs.size(); i++) {
      Leg leg = legs.get(i);
      for (int j = 0; j < leg.slots().size() && leg.line().estimate().isKnown(); j++) {
        Slot slot = leg.slots().get(j);
        Subscription subscription = slot.subscription(MediaKind.VIDEO);
        if (subscription.source() == publication && subscription.isWatched()) {
          weakest = Math.min(weakest, leg.shares().slot(slot, nowNanos));
        }
      }
    }
    return weakest;
  }

  /**
   * What the line of a slot should carry of its picture for the sender of {@code publication} to
   * send more, bit/s; 0 if it is not this line's {@link #weakestLine cap} that keeps it from that.
   */
  long wishOfCapped(Publication publication, Slot slot, long nowNanos) {
    long cap = weakestLine(publication, nowNanos);
    if (cap == Long.MAX_VALUE) {
      return 0;
    }
    long carries = slot.leg().shares().slot(slot, nowNanos);
    boolean filled = publication.bitrate(nowNanos) > FILLED * carries;
    long sound = slot.leg().shares().sound(nowNanos);
    return cap == carries && filled ? 2 * carries - sound : 0;
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
      listener.renegotiate(sender.id());
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
