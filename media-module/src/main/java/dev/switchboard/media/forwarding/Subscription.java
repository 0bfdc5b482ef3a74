package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.MediaFormat;
import dev.switchboard.media.rtp.PacketSink;
import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.RtpHeader;
import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.rtp.SequenceNumbers;
import dev.switchboard.media.rtp.Vp8Descriptor;
import dev.switchboard.media.rtp.Vp8Numbers;
import dev.switchboard.media.sdp.Codec;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One stream that a leg is sent: a slot with an SSRC of its own, into which one publication after
 * another can be put, and of each the encoding that the leg's line carries. To the receiver it is
 * one stream without a break: sequence numbers and timestamps are moved so that each continues
 * where the last one ended. On the loop of the call.
 */
final class Subscription implements PacketSink {
  /** As many as the cache keeps, so that no two packets in it share a place. */
  private static final int RESENDS = Publication.CACHE_PACKETS;

  /** After a change of source, the least distance to the last timestamp, in ms. */
  private static final int LEAST_STEP_MILLIS = 20;

  /** Two clocks of one sender that differ by more are mistaken. */
  private static final int LARGEST_STEP_SECONDS = 10;

  private static final long DECISION_NANOS = 100_000_000L;

  private final Leg leg;
  private final MediaKind kind;
  private final long ssrc;
  private final long rtxSsrc;
  private final LayerChoice choice = new LayerChoice();
  private final Renumbering numbers = new Renumbering();
  private final ReceiverFigures figures = new ReceiverFigures();
  private final Vp8Numbers pictures = new Vp8Numbers();
  private final RtpPacket recalled = new RtpPacket();
  private final Vp8Descriptor recalledVp8 = new Vp8Descriptor();

  /** When each packet was sent again last; made when the first one is. */
  private long[] resent = {};

  /** Which packets got a marker that the sender had not set; made when the first one does. */
  private boolean[] marked = {};

  private @Nullable Publication source;

  /** Whether the next packet must begin a picture, which is put behind what was sent before. */
  private boolean begins = true;

  private boolean decided;
  private long lastDecision;
  private boolean sentAny;
  private long lastTimestamp = ThreadLocalRandom.current().nextInt();
  private long lastSentNanos;
  private int rtxNumber = ThreadLocalRandom.current().nextInt(0x4000);

  private @Nullable PayloadType sourceType;
  private @Nullable Codec target;

  Subscription(Leg leg, MediaKind kind, long ssrc, long rtxSsrc) {
    this.leg = leg;
    this.kind = kind;
    this.ssrc = ssrc;
    this.rtxSsrc = rtxSsrc;
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

  ReceiverFigures figures() {
    return figures;
  }

  LayerChoice choice() {
    return choice;
  }

  /** Puts another source into the slot, or none. */
  void show(@Nullable Publication other) {
    if (other == source) {
      return;
    }
    if (source != null) {
      source.removeSink(this);
    }
    source = other;
    choice.restart();
    decided = false;
    beginAnew();
    if (other != null) {
      other.addSink(this);
      keyFrameWanted();
    }
  }

  @Override
  public void restarted(int encoding) {
    beginAnew();
  }

  private void beginAnew() {
    begins = true;
    numbers.clear();
    negotiated();
  }

  /** The receiver's codecs have changed, or those of the source. */
  void negotiated() {
    sourceType = null;
    target = null;
  }

  /** The receiver is there, for the first time or again: it needs a frame to begin with. */
  void opened() {
    begins = true;
    numbers.restart();
    figures.restarted();
    rtxNumber = ThreadLocalRandom.current().nextInt(0x4000);
    keyFrameWanted();
  }

  /** Packets have not reached the receiver, nor ever will: it goes on with the next key frame. */
  void interrupted() {
    begins = true;
    keyFrameWanted();
  }

  /** The receiver can't go on decoding without a key frame. */
  void keyFrameWanted() {
    if (source != null) {
      source.requestKeyFrame(Math.max(0, choice.wantedEncoding()));
    }
  }

  /** Every 10 ms. */
  void tick(long nowNanos) {
    if (source != null && kind == MediaKind.VIDEO && isWatched()) {
      if (!decided || nowNanos - lastDecision >= DECISION_NANOS) {
        decide(source, nowNanos);
      }
      pad(source, nowNanos);
    }
  }

  private void decide(Publication from, long nowNanos) {
    decided = true;
    lastDecision = nowNanos;
    boolean wasPaused = choice.isPaused();
    choice.decide(from.encodings(), leg.videoBudget(nowNanos), nowNanos);
    begins |= choice.isPaused();
    boolean resumes = wasPaused && !choice.isPaused();
    if (choice.waitsForKeyFrame() || resumes) {
      keyFrameWanted();
    }
  }

  /** Sends a packet of the source on, if it is of what the receiver is sent. */
  @Override
  public void packet(ReceivedPacket packet) {
    if (!isWatched()) {
      // After a pause it goes on where it stopped: the receiver must not take it for a loss.
      begins = true;
      return;
    }
    Publication from = packetSource();
    Codec codec = translate(from, packet.rtp());
    if (codec == null) {
      begins = true;
      leg.counters().drop(DropReason.CODEC_NOT_SHARED);
      from.codecNotShared(packet.arrivalNanos());
      return;
    }
    if (!decided) {
      decide(from, packet.arrivalNanos());
    }
    int before = choice.encoding();
    boolean taken = choice.takes(packet);
    if (taken && (!begins && before == choice.encoding() || begin(from, packet, codec, before))) {
      forward(from, packet, codec);
    } else if (!begins) {
      leaveOut(packet);
    } else if (!choice.isPaused()) {
      leg.counters().drop(DropReason.WAITS_FOR_KEY_FRAME);
      keyFrameWanted();
    }
  }

  /** A layer above what the line carries; the packets of other encodings are no part of the row. */
  private void leaveOut(ReceivedPacket packet) {
    if (packet.encoding() == choice.encoding()) {
      numbers.leaveOut(packet.number());
    }
  }

  private @Nullable Codec translate(Publication from, RtpPacket packet) {
    PayloadType type = from.payloadType(packet.payloadType());
    if (type != sourceType) {
      sourceType = type;
      target = type == null ? null : leg.receiverOf(type);
    }
    return target;
  }

  /** Video begins with a key frame: nothing before it can be decoded. */
  private boolean begin(Publication from, ReceivedPacket packet, Codec codec, int before) {
    if (!packet.layers().keyFrame()) {
      return false;
    }
    long timestamp = packet.rtp().timestamp();
    long step =
        begins || before == LayerChoice.NONE
            ? stepByElapsed(timestamp, codec, packet.arrivalNanos())
            : stepByTime(from, before, packet, codec);
    begins = false;
    numbers.begin(packet.encoding(), packet.number(), step);
    if (isVp8()) {
      numbers.movePictures(pictures.stepOf(packet.layers().vp8()));
    }
    return true;
  }

  private long stepByElapsed(long timestamp, Codec codec, long nowNanos) {
    long millis = (nowNanos - lastSentNanos) / 1_000_000;
    long step = sentAny ? Math.max(LEAST_STEP_MILLIS, millis) * codec.clockRate() / 1_000 : 0;
    return lastTimestamp + step - timestamp;
  }

  /** Both encodings show the same picture, and the sender has told how their clocks relate. */
  private long stepByTime(Publication from, int before, ReceivedPacket packet, Codec codec) {
    long timestamp = packet.rtp().timestamp();
    long now = packet.arrivalNanos();
    Encoding last = from.encodings().get(before);
    Encoding next = from.encodings().get(packet.encoding());
    if (last.hasTime() && next.hasTime()) {
      long step = numbers.presentTimestampStep() + last.timestampAt(now) - next.timestampAt(now);
      int distance = (int) (timestamp + step - lastTimestamp);
      if (distance > 0 && distance < LARGEST_STEP_SECONDS * codec.clockRate()) {
        return step;
      }
    }
    return stepByElapsed(timestamp, codec, now);
  }

  private void forward(Publication from, ReceivedPacket received, Codec codec) {
    if (!numbers.findReceived(received.number())) {
      leg.counters().drop(DropReason.RTP_OLD);
      return;
    }
    RtpPacket packet = received.rtp();
    long now = received.arrivalNanos();
    long number = numbers.sent(received.number());
    long timestamp = packet.timestamp() + numbers.timestampStep();
    boolean marker = packet.marker() || endsPicture(received, number);
    RtpHeader header = leg.header();
    header.begin(marker, codec.payloadType(), (int) number & 0xffff, timestamp, ssrc);
    extend(from, header, packet, now);
    header.end();
    int size = send(header, packet, received.layers().vp8());
    figures.sent(size, packet.payloadLength());
    if (kind == MediaKind.VIDEO) {
      figures.sentPicture(number, marker, received.layers().keyFrame(), now);
    }
    account(size);
    if (numbers.isNewest(number)) {
      lastTimestamp = timestamp;
      lastSentNanos = now;
    }
    sentAny = true;
  }

  /** Whether the receiver gets nothing more of the picture, which the sender can't have told it. */
  private boolean endsPicture(ReceivedPacket received, long number) {
    boolean ends =
        kind == MediaKind.VIDEO
            && !received.rtp().marker()
            && choice.endsPicture(received.layers());
    if (ends && marked.length == 0) {
      marked = new boolean[RESENDS];
    }
    if (marked.length > 0) {
      marked[(int) number & RESENDS - 1] = ends;
    }
    return ends;
  }

  /** Sends what follows a header that is complete; returns the octets of it all. */
  private int send(RtpHeader header, RtpPacket packet, Vp8Descriptor descriptor) {
    int replaced = isVp8() ? pictures.write(numbers.pictureStep(), descriptor, packet, header) : 0;
    leg.send(header, packet, replaced);
    return header.length() + packet.payloadLength() - replaced;
  }

  private boolean isVp8() {
    PayloadType type = sourceType;
    return type != null && type.format() == MediaFormat.VP8;
  }

  private void extend(Publication from, RtpHeader header, RtpPacket packet, long nowNanos) {
    LegExtensions ours = leg.extensions(kind);
    LegExtensions theirs = from.extensions();
    header.extension(ours.mid(), ours.midValue(), 0, ours.midValue().length);
    int level = packet.extension(theirs.audioLevel(), 1);
    if (level >= 0) {
      header.extension(ours.audioLevel(), packet.buffer(), level, 1);
      figures.level(-(packet.buffer()[level] & 0x7f));
    }
    int orientation = packet.extension(theirs.orientation(), 1);
    if (orientation >= 0) {
      header.extension(ours.orientation(), packet.buffer(), orientation, 1);
    }
    extendWithTime(header, packet.payloadLength(), nowNanos);
  }

  /** What the receiver, or we by its feedback, estimate the line with. */
  private void extendWithTime(RtpHeader header, int payload, long nowNanos) {
    LegExtensions ours = leg.extensions(kind);
    if (ours.absSendTime() != 0) {
      // Seconds in 6.18 bits.
      header.extension24(ours.absSendTime(), (int) ((nowNanos / 1_000 << 18) / 1_000_000));
    }
    if (ours.transportCc() != 0) {
      int size = header.length() + 4 + payload;
      header.extension16(ours.transportCc(), leg.line().estimate().sent(size, nowNanos));
    }
  }

  private void account(int size) {
    leg.line().sent(size);
    leg.counters().add(Counters.Count.RTP_OUT, 1);
    leg.counters().add(Counters.Count.RTP_OUT_BYTES, size);
  }

  /** Answers a NACK for one packet, in the retransmission stream (RFC 4588). */
  void resend(int sequence, long nowNanos) {
    DropReason reason =
        tryResend(SequenceNumbers.extend(numbers.highestSent(), sequence), nowNanos);
    if (reason != DropReason.NONE) {
      leg.counters().drop(reason);
    }
  }

  private DropReason tryResend(long number, long nowNanos) {
    Publication from = source;
    Codec codec = target;
    if (from == null || codec == null || !isWatched() || !numbers.findSent(number)) {
      return DropReason.CACHE_MISS;
    }
    if (!codec.hasRtx() || rtxSsrc == 0) {
      return DropReason.RESEND_WITHOUT_RTX;
    }
    if (resent.length == 0) {
      resent = new long[RESENDS];
      Arrays.fill(resent, Long.MIN_VALUE / 2);
    }
    int slot = (int) number & RESENDS - 1;
    // A receiver asks again after a round trip at the earliest; sooner is a repeated request.
    if (nowNanos - resent[slot] < Math.min(leg.line().roundTripNanos(), 100_000_000L) / 2) {
      return DropReason.RESEND_LIMIT;
    }
    if (!from.recall(numbers.encoding(), numbers.received(number), nowNanos, recalled)) {
      return DropReason.CACHE_MISS;
    }
    if (!leg.line().maySendAgain(recalled.payloadLength())) {
      return DropReason.RESEND_LIMIT;
    }
    resent[slot] = nowNanos;
    sendAgain(from, codec, number, nowNanos);
    return DropReason.NONE;
  }

  private void sendAgain(Publication from, Codec codec, long number, long nowNanos) {
    long timestamp = recalled.timestamp() + numbers.timestampStep();
    RtpHeader header = leg.header();
    rtxNumber = rtxNumber + 1 & 0xffff;
    boolean marker = recalled.marker() || marked.length > 0 && marked[(int) number & RESENDS - 1];
    header.begin(marker, codec.rtxPayloadType(), rtxNumber, timestamp, rtxSsrc);
    extend(from, header, recalled, nowNanos);
    header.end();
    header.originalSequence((int) number & 0xffff);
    recalledVp8.read(recalled.buffer(), recalled.payloadOffset(), recalled.payloadLength());
    int size = send(header, recalled, recalledVp8);
    figures.sentAgain(size);
    figures.repaired();
    account(size);
    leg.counters().add(Counters.Count.RESENT, 1);
  }

  /**
   * Sends padding in the retransmission stream, while it is to be found out what the line takes.
   */
  private void pad(Publication from, long nowNanos) {
    Codec codec = target;
    if (codec == null || !codec.hasRtx() || rtxSsrc == 0) {
      return;
    }
    int due = leg.line().estimate().padding(wish(from, nowNanos), nowNanos);
    for (; due > 0; due -= Leg.PADDING_OCTETS) {
      RtpHeader header = leg.header();
      rtxNumber = rtxNumber + 1 & 0xffff;
      header.begin(false, codec.rtxPayloadType(), rtxNumber, lastTimestamp, rtxSsrc);
      header.padded();
      LegExtensions ours = leg.extensions(kind);
      header.extension(ours.mid(), ours.midValue(), 0, ours.midValue().length);
      extendWithTime(header, Leg.PADDING_OCTETS, nowNanos);
      header.end();
      leg.sendPadding(header);
      int size = header.length() + Leg.PADDING_OCTETS;
      figures.sentAgain(size);
      account(size);
    }
  }

  /** What the line would have to carry for more than the receiver is sent, bit/s; 0 if nothing. */
  private long wish(Publication from, long nowNanos) {
    long larger = choice.wish() == 0 ? 0 : choice.wish() + leg.soundBudget();
    return Math.max(larger, leg.bridge().wishOfCapped(from, leg.line().estimate(), nowNanos));
  }

  private Publication packetSource() {
    Publication from = source;
    if (from == null) {
      throw new IllegalStateException("A packet of no source");
    }
    return from;
  }

  /** Takes a report block of the receiver on this stream. */
  void reported(RtcpPacket report, int block) {
    figures.reported(report, block, target == null ? 90_000 : target.clockRate());
  }

  /** Adds a sender report, once it is known how the source's timestamps relate to time. */
  void reportTo(RtcpBuilder builder, NtpTime ntp, long nowNanos) {
    if (source == null || !sentAny || begins) {
      return;
    }
    Encoding sent = source.encodings().get(choice.encoding());
    if (sent.hasTime()) {
      long timestamp = sent.timestampAt(nowNanos) + numbers.presentTimestampStep();
      builder.senderReport(
          ssrc, ntp.at(nowNanos), timestamp, figures.packets(), figures.payloadOctets());
    }
  }

  /** What is sent; null before anything is. */
  @Nullable Codec codec() {
    return sentAny ? target : null;
  }
}
