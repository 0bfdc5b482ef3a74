package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtcpPacket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A leg's RTCP: takes what it reports and asks for, and tells it what arrived, how our time relates
 * to what it is sent, and how much its receivers can take.
 */
final class LegReports {
  private static final long FEEDBACK_NANOS = 100_000_000L;
  private static final long REPORT_NANOS = 1_000_000_000L;

  /** A cap that falls or rises by more than this share is told at once. */
  private static final double SUDDEN = 0.1;

  /** Lifts a cap, since senders keep the last one for ever: more than any camera sends, bit/s. */
  private static final long UNCAPPED = 100_000_000L;

  /** So many reports say that a cap is lifted, because one may be lost. */
  private static final int LIFTS = 3;

  /** Round trips above are mistakes. */
  private static final long MAX_ROUND_TRIP = 65_536L * 10;

  private final Leg leg;
  private final RtcpPacket packet = new RtcpPacket();
  private boolean ticked;
  private long lastFeedback;
  private long lastReport;
  private long toldCap = Long.MAX_VALUE;
  private int lifts;
  private long nowNanos;

  LegReports(Leg leg) {
    this.leg = leg;
  }

  void receive(byte[] buffer, int offset, int length, long now) {
    leg.counters().add(Counters.Count.RTCP_IN, 1);
    nowNanos = now;
    if (drops(packet.wrap(buffer, offset, length))) {
      return;
    }
    while (packet.next()) {
      if (!packet.isComplete()) {
        leg.counters().drop(DropReason.RTCP_TRUNCATED);
        return;
      }
      part();
    }
  }

  private void part() {
    switch (packet.type()) {
      case RtcpPacket.SENDER_REPORT -> {
        senderReport();
        blocks();
      }
      case RtcpPacket.RECEIVER_REPORT -> blocks();
      case RtcpPacket.TRANSPORT_FEEDBACK -> transportFeedback();
      case RtcpPacket.PAYLOAD_FEEDBACK -> payloadFeedback();
      default -> {
        // Names, goodbyes and extended reports say nothing that we don't know from elsewhere.
      }
    }
  }

  private void senderReport() {
    for (MediaKind kind : MediaKind.values()) {
      List<ReceivedStream> streams = leg.uplink(kind).streams();
      for (int i = 0; i < streams.size(); i++) {
        if (streams.get(i).is(packet.senderSsrc()) && streams.get(i).reception().started()) {
          streams.get(i).senderReport(packet, nowNanos);
        }
      }
    }
  }

  /** Of several pictures the one that lost most tells of the line. */
  private void blocks() {
    int lost = -1;
    for (int i = 0; i < packet.count(); i++) {
      Subscription subscription = subscription(packet.blockSsrc(i));
      if (subscription != null) {
        subscription.reported(packet, i);
        roundTrip(i);
        if (subscription.kind() == MediaKind.VIDEO) {
          lost = Math.max(lost, packet.blockFractionLost(i));
        }
      }
    }
    if (lost >= 0) {
      leg.line().reportedLoss(lost / 256.0, nowNanos);
    }
  }

  /** RFC 3550 section 6.4.1: now - LSR - DLSR, all in 1/65536 s and modulo 2^32. */
  private void roundTrip(int block) {
    long lsr = packet.blockLastReport(block);
    if (lsr == 0) {
      return;
    }
    long sent = leg.bridge().ntp().compactAt(nowNanos);
    long roundTrip = sent - lsr - packet.blockDelay(block) & 0xffff_ffffL;
    if (roundTrip < MAX_ROUND_TRIP) {
      leg.line().noteRoundTrip(Math.max(1, roundTrip * 1_000_000_000L / 65_536));
    }
  }

  private void transportFeedback() {
    if (packet.count() == RtcpPacket.TRANSPORT_CC) {
      if (!leg.line().feedback(packet, nowNanos)) {
        leg.counters().drop(DropReason.RTCP_TRUNCATED);
      }
    } else if (packet.count() == RtcpPacket.NACK) {
      Subscription asked = subscription(packet.mediaSsrc());
      if (asked == null) {
        leg.counters().drop(DropReason.RTCP_STREAM);
      } else {
        packet.forEachLost(number -> asked.resend(number, nowNanos));
      }
    }
  }

  private void payloadFeedback() {
    switch (packet.count()) {
      case RtcpPacket.PLI -> {
        Subscription asked = subscription(packet.mediaSsrc());
        if (asked == null) {
          leg.counters().drop(DropReason.RTCP_STREAM);
        } else {
          asked.keyFrameWanted();
        }
      }
      case RtcpPacket.FIR -> fullIntraRequest();
      case RtcpPacket.APPLICATION -> {
        if (packet.isRemb()) {
          leg.line().estimate().remb(packet.rembBitrate(), nowNanos);
        }
      }
      default -> {
        // Other feedback isn't negotiated.
      }
    }
  }

  /** It may name several streams (RFC 5104 section 4.3.1). */
  private void fullIntraRequest() {
    boolean known = false;
    for (int i = 0; i < leg.slots().size(); i++) {
      Subscription seen = leg.slots().get(i).subscription(MediaKind.VIDEO);
      if (packet.requests(seen.ssrc())) {
        known = true;
        seen.keyFrameWanted();
      }
    }
    if (!known) {
      leg.counters().drop(DropReason.RTCP_STREAM);
    }
  }

  private @Nullable Subscription subscription(long ssrc) {
    for (int i = 0; i < leg.slots().size(); i++) {
      Slot slot = leg.slots().get(i);
      if (slot.subscription(MediaKind.AUDIO).ssrc() == ssrc) {
        return slot.subscription(MediaKind.AUDIO);
      }
      if (slot.subscription(MediaKind.VIDEO).ssrc() == ssrc) {
        return slot.subscription(MediaKind.VIDEO);
      }
    }
    return null;
  }

  /** Every 10 ms. */
  void tick(long now) {
    nowNanos = now;
    if (!ticked) {
      ticked = true;
      lastFeedback = lastReport = now;
    }
    if (now - lastFeedback >= FEEDBACK_NANOS) {
      lastFeedback = now;
      tellArrivals();
      if (Math.abs((double) cap() - toldCap) > toldCap * SUDDEN
          && leg.uplink(MediaKind.VIDEO).takesRemb()) {
        leg.sendRtcp(withCap(leg.feedback()));
      }
    }
    if (now - lastReport >= REPORT_NANOS) {
      lastReport = now;
      report();
    }
  }

  private void tellArrivals() {
    while (leg.isOpen() && leg.line().arrivals().isPending()) {
      Uplink video = leg.uplink(MediaKind.VIDEO);
      ReceivedStream about = (video.started() ? video : leg.uplink(MediaKind.AUDIO)).first();
      RtcpBuilder compound = leg.feedback();
      leg.sendRtcp(
          compound.transportFeedback(leg.line().arrivals(), leg.reportSsrc(), about.ssrc()));
    }
  }

  /** A compound of reports on all streams in both directions, names, and the cap. */
  private void report() {
    RtcpBuilder compound = leg.emptyCompound();
    for (Slot slot : leg.slots()) {
      for (MediaKind kind : MediaKind.values()) {
        slot.subscription(kind).reportTo(compound, leg.bridge().ntp(), nowNanos);
      }
    }
    if (compound.isEmpty()) {
      compound.receiverReport(leg.reportSsrc());
    }
    for (MediaKind kind : MediaKind.values()) {
      leg.uplink(kind).reportTo(compound, nowNanos);
    }
    for (Slot slot : leg.slots()) {
      for (MediaKind kind : MediaKind.values()) {
        compound.cname(slot.subscription(kind).ssrc(), leg.streams().cname());
      }
    }
    leg.sendRtcp(withCap(compound));
  }

  private RtcpBuilder withCap(RtcpBuilder compound) {
    Uplink video = leg.uplink(MediaKind.VIDEO);
    if (!video.takesRemb()) {
      return compound;
    }
    toldCap = cap();
    if (toldCap != Long.MAX_VALUE) {
      lifts = LIFTS;
      return compound.remb(leg.reportSsrc(), toldCap, video.first().ssrc());
    }
    if (lifts > 0) {
      lifts--;
      return compound.remb(leg.reportSsrc(), UNCAPPED, video.first().ssrc());
    }
    return compound;
  }

  /**
   * What the weakest receiver of the leg's video can take, bit/s. Sound is part of it but never
   * suffers: the least cap leaves room for it, and senders give it precedence.
   */
  private long cap() {
    return leg.bridge().weakestLine(leg.uplink(MediaKind.VIDEO).publication(), nowNanos);
  }

  private boolean drops(DropReason reason) {
    if (reason == DropReason.NONE) {
      return false;
    }
    leg.counters().drop(reason);
    return true;
  }
}
