package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.RtpHeader;
import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.rtp.SequenceNumbers;
import dev.switchboard.media.sdp.Codec;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One stream that a leg is sent: a slot with an SSRC of its own, into which one publication after
 * another can be put. To the receiver it is one stream without a break: sequence numbers and
 * timestamps are moved so that each source continues where the last one ended. On the loop of the
 * call.
 */
final class Subscription {
  /** As many as the cache keeps, so that no two packets in it share a place. */
  private static final int RESENDS = Publication.CACHE_PACKETS;

  private static final int SILENCE = -127;

  /** After a change of source, the least distance to the last timestamp, in ms. */
  private static final int LEAST_STEP_MILLIS = 20;

  private final Leg leg;
  private final MediaKind kind;
  private final long ssrc;
  private final long rtxSsrc;
  private final RtpPacket recalled = new RtpPacket();

  /** When each packet was sent again last; made when the first one is. */
  private long[] resent = {};

  private @Nullable Publication source;

  /** Whether the next packet begins a source, which puts it behind what was sent before. */
  private boolean begins = true;

  /** Source numbers before this one were never sent, or belong to another numbering. */
  private long firstNumber;

  private long numberOffset;
  private long timestampOffset;
  private boolean sentAny;
  private long highest = lowNumber();
  private long lastTimestamp = ThreadLocalRandom.current().nextInt();
  private long lastSentNanos;
  private int rtxNumber = lowNumber();

  private @Nullable PayloadType sourceType;
  private @Nullable Codec target;

  private long packets;
  private long payloadOctets;
  private long bytes;
  private int loudest = SILENCE;
  private long reportedHighest;
  private int reportedLost;
  private long shownHighest;
  private int shownLost;
  private double jitterMillis;

  Subscription(Leg leg, MediaKind kind, long ssrc, long rtxSsrc) {
    this.leg = leg;
    this.kind = kind;
    this.ssrc = ssrc;
    this.rtxSsrc = rtxSsrc;
  }

  private static int lowNumber() {
    return ThreadLocalRandom.current().nextInt(0x4000);
  }

  Leg leg() {
    return leg;
  }

  /** Whether the receiver is there and wants what is put into the slot. */
  boolean isWatched() {
    return leg.isOpen() && leg.receives(kind);
  }

  MediaKind kind() {
    return kind;
  }

  long ssrc() {
    return ssrc;
  }

  @Nullable Publication source() {
    return source;
  }

  /** Puts another source into the slot, or none. */
  void show(@Nullable Publication other) {
    if (other == source) {
      return;
    }
    if (source != null) {
      source.subscriptions().remove(this);
    }
    source = other;
    sourceRestarted();
    if (other != null) {
      other.subscriptions().add(this);
      other.requestKeyFrame();
    }
  }

  /** The source begins a new numbering. */
  void sourceRestarted() {
    begins = true;
    negotiated();
  }

  /** The receiver's codecs have changed, or those of the source. */
  void negotiated() {
    sourceType = null;
    target = null;
  }

  /**
   * The receiver is there, for the first time or again: it needs a frame to begin with. Numbers
   * begin in the lower half, since it counts their wraps from the first packet that reaches it, and
   * those before may be lost (RFC 3711 section 3.3.1).
   */
  void opened() {
    begins = true;
    highest = lowNumber();
    rtxNumber = lowNumber();
    if (source != null) {
      source.requestKeyFrame();
    }
  }

  /** Packets have not reached the receiver, nor ever will: it goes on with the next key frame. */
  void interrupted() {
    begins = true;
    keyFrameWanted();
  }

  /** Sends a packet of the source on. */
  void forward(RtpPacket packet, PayloadType type, long number, boolean keyFrame, long nowNanos) {
    if (!isWatched()) {
      // After a pause it goes on where it stopped: the receiver must not take it for a loss.
      begins = true;
      return;
    }
    Codec codec = translate(type);
    if (codec == null) {
      begins = true;
      leg.counters().drop(DropReason.CODEC_NOT_SHARED);
      leg.bridge().codecNotShared(packetSource().leg(), nowNanos);
      return;
    }
    if (begins && !begin(packet, codec, number, keyFrame, nowNanos)) {
      return;
    }
    if (number < firstNumber) {
      leg.counters().drop(DropReason.RTP_OLD);
      return;
    }
    send(packet, codec, number, nowNanos);
  }

  private @Nullable Codec translate(PayloadType type) {
    if (type != sourceType) {
      sourceType = type;
      target = leg.receiverOf(type);
    }
    return target;
  }

  /** Video begins with a key frame: nothing before it can be decoded. */
  private boolean begin(
      RtpPacket packet, Codec codec, long number, boolean keyFrame, long nowNanos) {
    if (!keyFrame) {
      leg.counters().drop(DropReason.WAITS_FOR_KEY_FRAME);
      packetSource().requestKeyFrame();
      return false;
    }
    begins = false;
    firstNumber = number;
    numberOffset = highest + 1 - number;
    long millis = (nowNanos - lastSentNanos) / 1_000_000;
    long step = sentAny ? Math.max(LEAST_STEP_MILLIS, millis) * codec.clockRate() / 1_000 : 0;
    timestampOffset = lastTimestamp + step - packet.timestamp();
    return true;
  }

  private void send(RtpPacket packet, Codec codec, long number, long nowNanos) {
    long outNumber = number + numberOffset;
    long timestamp = packet.timestamp() + timestampOffset;
    RtpHeader header = leg.header();
    header.begin(packet.marker(), codec.payloadType(), (int) outNumber & 0xffff, timestamp, ssrc);
    extend(header, packet, nowNanos);
    header.end();
    leg.send(header, packet);
    account(header, packet);
    packets++;
    payloadOctets += packet.payloadLength();
    if (outNumber > highest || !sentAny) {
      highest = outNumber;
      lastTimestamp = timestamp;
      lastSentNanos = nowNanos;
    }
    sentAny = true;
  }

  private void extend(RtpHeader header, RtpPacket packet, long nowNanos) {
    LegExtensions ours = leg.extensions(kind);
    LegExtensions theirs = packetSource().leg().extensions(kind);
    header.extension(ours.mid(), ours.midValue(), 0, ours.midValue().length);
    int level = packet.extension(theirs.audioLevel(), 1);
    if (level >= 0) {
      header.extension(ours.audioLevel(), packet.buffer(), level, 1);
      loudest = Math.max(loudest, -(packet.buffer()[level] & 0x7f));
    }
    int orientation = packet.extension(theirs.orientation(), 1);
    if (orientation >= 0) {
      header.extension(ours.orientation(), packet.buffer(), orientation, 1);
    }
    if (ours.absSendTime() != 0) {
      // Seconds in 6.18 bits.
      header.extension24(ours.absSendTime(), (int) ((nowNanos / 1_000 << 18) / 1_000_000));
    }
    if (ours.transportCc() != 0) {
      int size = header.length() + 4 + packet.payloadLength();
      header.extension16(ours.transportCc(), leg.line().estimate().sent(size, nowNanos));
    }
  }

  private void account(RtpHeader header, RtpPacket packet) {
    int size = header.length() + packet.payloadLength();
    bytes += size;
    leg.line().sent(size);
    leg.counters().add(Counters.Count.RTP_OUT, 1);
    leg.counters().add(Counters.Count.RTP_OUT_BYTES, size);
  }

  /** Answers a NACK for one packet, in the retransmission stream (RFC 4588). */
  void resend(int outSequence, long nowNanos) {
    DropReason reason = tryResend(SequenceNumbers.extend(highest, outSequence), nowNanos);
    if (reason != DropReason.NONE) {
      leg.counters().drop(reason);
    }
  }

  private DropReason tryResend(long outNumber, long nowNanos) {
    Codec codec = target;
    long number = outNumber - numberOffset;
    if (codec == null || begins || number < firstNumber || outNumber > highest) {
      return DropReason.CACHE_MISS;
    }
    if (!codec.hasRtx() || rtxSsrc == 0) {
      return DropReason.RESEND_WITHOUT_RTX;
    }
    if (resent.length == 0) {
      resent = new long[RESENDS];
      Arrays.fill(resent, Long.MIN_VALUE / 2);
    }
    int slot = (int) outNumber & RESENDS - 1;
    // A receiver asks again after a round trip at the earliest; sooner is a repeated request.
    if (nowNanos - resent[slot] < Math.min(leg.line().roundTripNanos(), 100_000_000L) / 2) {
      return DropReason.RESEND_LIMIT;
    }
    if (!packetSource().recall(number, nowNanos, recalled)) {
      return DropReason.CACHE_MISS;
    }
    if (!leg.line().maySendAgain(recalled.payloadLength())) {
      return DropReason.RESEND_LIMIT;
    }
    resent[slot] = nowNanos;
    long timestamp = recalled.timestamp() + timestampOffset;
    RtpHeader header = leg.header();
    rtxNumber = rtxNumber + 1 & 0xffff;
    header.begin(recalled.marker(), codec.rtxPayloadType(), rtxNumber, timestamp, rtxSsrc);
    extend(header, recalled, nowNanos);
    header.end();
    header.originalSequence((int) outNumber & 0xffff);
    leg.send(header, recalled);
    account(header, recalled);
    leg.counters().add(Counters.Count.RESENT, 1);
    return DropReason.NONE;
  }

  private Publication packetSource() {
    Publication from = source;
    if (from == null) {
      throw new IllegalStateException("A packet of no source");
    }
    return from;
  }

  /** The receiver can't go on decoding without a key frame. */
  void keyFrameWanted() {
    if (source != null) {
      source.requestKeyFrame();
    }
  }

  /** Takes a report block of the receiver on this stream. */
  void reported(RtcpPacket report, int block) {
    reportedHighest = report.blockHighest(block);
    reportedLost = report.blockLost(block);
    int clockRate = target == null ? 90_000 : target.clockRate();
    jitterMillis = report.blockJitter(block) * 1_000.0 / clockRate;
  }

  /** Adds a sender report, once it is known how the source's timestamps relate to time. */
  void reportTo(RtcpBuilder builder, NtpTime ntp, long nowNanos) {
    Publication from = source;
    if (from == null || !sentAny || begins || !from.hasTime()) {
      return;
    }
    long timestamp = from.timestampAt(nowNanos) + timestampOffset;
    builder.senderReport(ssrc, ntp.at(nowNanos), timestamp, packets, payloadOctets);
  }

  long takeBytes() {
    long taken = bytes;
    bytes = 0;
    return taken;
  }

  int takeLoudest() {
    int taken = loudest;
    loudest = SILENCE;
    return taken;
  }

  /** Share of packets that the receiver missed since this was asked last, by its reports. */
  double takeLoss() {
    long due = reportedHighest - shownHighest;
    int lost = reportedLost - shownLost;
    boolean first = shownHighest == 0;
    shownHighest = reportedHighest;
    shownLost = reportedLost;
    return first || due <= 0 || lost <= 0 ? 0 : Math.min(1, (double) lost / due);
  }

  double jitterMillis() {
    return jitterMillis;
  }

  String codecName() {
    return target == null || !sentAny ? "" : target.name();
  }
}
