package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.MediaFormat;
import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.RtpHeader;
import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.rtp.SequenceNumbers;
import dev.switchboard.media.rtp.Vp8Descriptor;
import dev.switchboard.media.rtp.Vp8Numbers;
import dev.switchboard.media.sdp.Codec;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The packets of one stream that a leg is sent, and of the one that repairs it: with the receiver's
 * payload types, extensions and numbers, the first time and again. On the loop of the call.
 */
final class SentStream {
  /** As many as the cache keeps, so that no two packets in it share a place. */
  private static final int RESENDS = Publication.CACHE_PACKETS;

  /** After a change of source, the least distance to the last timestamp, in ms. */
  private static final int LEAST_STEP_MILLIS = 20;

  /** Two clocks of one sender that differ by more are mistaken. */
  private static final int LARGEST_STEP_SECONDS = 10;

  private final Slot slot;
  private final Leg leg;
  private final MediaKind kind;
  private final long ssrc;
  private final long rtxSsrc;
  private final Renumbering numbers = new Renumbering();
  private final Vp8Numbers pictures = new Vp8Numbers();
  private final ReceiverFigures figures = new ReceiverFigures();
  private final RtpPacket recalled = new RtpPacket();
  private final Vp8Descriptor recalledVp8 = new Vp8Descriptor();

  /** When each packet was sent again last; made when the first one is. */
  private long[] resent = {};

  /** Which packets got a marker that the sender had not set; made when the first one does. */
  private boolean[] marked = {};

  private boolean started;
  private boolean vp8;
  private long lastTimestamp = ThreadLocalRandom.current().nextInt();
  private long lastSentNanos;
  private int rtxNumber = lowNumber();

  SentStream(Slot slot, MediaKind kind, long ssrc, long rtxSsrc) {
    this.slot = slot;
    this.leg = slot.leg();
    this.kind = kind;
    this.ssrc = ssrc;
    this.rtxSsrc = rtxSsrc;
  }

  private static int lowNumber() {
    return ThreadLocalRandom.current().nextInt(0x4000);
  }

  long ssrc() {
    return ssrc;
  }

  ReceiverFigures figures() {
    return figures;
  }

  /** Whether anything was sent. */
  boolean started() {
    return started;
  }

  /** The receiver begins anew: so do the numbers. */
  void restart() {
    numbers.restart();
    figures.restarted();
    rtxNumber = lowNumber();
  }

  /** Nothing of what was sent so far can be sent again. */
  void forget() {
    numbers.clear();
  }

  /** Only what is sent at present can be sent again. */
  void forgetPast() {
    numbers.clearPast();
  }

  /** Moves what begins with {@code packet} behind what was sent last, by the time between. */
  void begin(ReceivedPacket packet, Codec codec) {
    long millis = (packet.arrivalNanos() - lastSentNanos) / 1_000_000;
    long step = started ? Math.max(LEAST_STEP_MILLIS, millis) * codec.clockRate() / 1_000 : 0;
    begin(packet, codec, lastTimestamp + step - packet.rtp().timestamp());
  }

  /**
   * Likewise where {@code packet} is of another encoding of what is sent: by what the sender has
   * told of their clocks, if it has.
   */
  void change(Encoding last, Encoding next, ReceivedPacket packet, Codec codec) {
    if (last.hasTime() && next.hasTime()) {
      long now = packet.arrivalNanos();
      long step = numbers.presentTimestampStep() + last.timestampAt(now) - next.timestampAt(now);
      int distance = (int) (packet.rtp().timestamp() + step - lastTimestamp);
      if (distance > 0 && distance < LARGEST_STEP_SECONDS * codec.clockRate()) {
        begin(packet, codec, step);
        return;
      }
    }
    begin(packet, codec);
  }

  private void begin(ReceivedPacket packet, Codec codec, long timestampStep) {
    numbers.begin(packet.encoding(), packet.number(), timestampStep);
    vp8 = codec.isNamed(MediaFormat.VP8.name());
    if (vp8) {
      numbers.movePictures(pictures.stepOf(packet.layers().vp8()));
    }
  }

  /** Leaves out a packet of what is sent: those behind it close up. */
  void leaveOut(ReceivedPacket packet) {
    numbers.leaveOut(packet.number());
  }

  /**
   * Sends a packet.
   *
   * @param ends whether the receiver gets nothing more of the picture
   */
  DropReason send(Publication from, ReceivedPacket received, Codec codec, boolean ends) {
    if (!numbers.findReceived(received.number())) {
      return DropReason.RTP_OLD;
    }
    RtpPacket packet = received.rtp();
    long now = received.arrivalNanos();
    long number = numbers.sent(received.number());
    long timestamp = packet.timestamp() + numbers.timestampStep();
    boolean marker = packet.marker() || ends;
    mark(number, ends && !packet.marker());
    RtpHeader header = leg.header();
    int repeated = codec.hasRed() ? plan(from, received) : 0;
    int type = repeated > 0 ? codec.redPayloadType() : codec.payloadType();
    header.begin(marker, type, (int) number & 0xffff, timestamp, ssrc);
    extend(from, header, packet, repeated + packet.payloadLength(), now);
    header.end();
    if (repeated > 0) {
      from.recentSound().writePlanned(header, codec.payloadType());
    }
    figures.sent(send(header, packet, received.layers().vp8()), packet.payloadLength());
    if (kind == MediaKind.VIDEO) {
      figures.sentPicture(number, marker, received.layers().keyFrame(), now);
    }
    if (numbers.isNewest(number)) {
      lastTimestamp = timestamp;
      lastSentNanos = now;
    }
    started = true;
    return DropReason.NONE;
  }

  /** How many octets of earlier sound go with a packet, since so much is lost on the line. */
  private int plan(Publication from, ReceivedPacket received) {
    return from.recentSound()
        .plan(received.number(), leg.line().soundCopies(received.arrivalNanos()));
  }

  private void mark(long number, boolean ours) {
    if (ours && marked.length == 0) {
      marked = new boolean[RESENDS];
    }
    if (marked.length > 0) {
      marked[(int) number & RESENDS - 1] = ours;
    }
  }

  /** Sends what follows a header that is complete; returns the octets of it all. */
  private int send(RtpHeader header, RtpPacket packet, Vp8Descriptor descriptor) {
    int replaced = vp8 ? pictures.write(numbers.pictureStep(), descriptor, packet, header) : 0;
    leg.send(header, packet, replaced);
    int size = header.length() + packet.payloadLength() - replaced;
    account(size);
    return size;
  }

  private void extend(
      Publication from, RtpHeader header, RtpPacket packet, int payload, long nowNanos) {
    LegExtensions ours = slot.extensions(kind);
    LegExtensions theirs = from.extensions();
    // The first, because it may be long.
    int dependencies = packet.extension(theirs.dependencyDescriptor());
    if (dependencies >= 0) {
      int size = packet.extensionLength(dependencies);
      header.extension(ours.dependencyDescriptor(), packet.buffer(), dependencies, size);
    }
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
    extendWithTime(header, payload, nowNanos);
  }

  /** What the receiver, or we by its feedback, estimate the line with. */
  private void extendWithTime(RtpHeader header, int payload, long nowNanos) {
    LegExtensions ours = slot.extensions(kind);
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
  DropReason resend(Publication from, Codec codec, int sequence, long nowNanos) {
    long number = SequenceNumbers.extend(numbers.highestSent(), sequence);
    if (!numbers.findSent(number)) {
      return DropReason.CACHE_MISS;
    }
    if (!hasRepairs(codec)) {
      return DropReason.RESEND_WITHOUT_RTX;
    }
    if (resent.length == 0) {
      resent = new long[RESENDS];
      Arrays.fill(resent, Long.MIN_VALUE / 2);
    }
    int place = (int) number & RESENDS - 1;
    // A receiver asks again after a round trip at the earliest; sooner is a repeated request.
    if (nowNanos - resent[place] < Math.min(leg.line().roundTripNanos(), 100_000_000L) / 2) {
      return DropReason.RESEND_LIMIT;
    }
    if (!from.recall(numbers.encoding(), numbers.received(number), nowNanos, recalled)) {
      return DropReason.CACHE_MISS;
    }
    if (!leg.line().maySendAgain(recalled.payloadLength(), nowNanos)) {
      return DropReason.RESEND_LIMIT;
    }
    resent[place] = nowNanos;
    sendAgain(from, codec, number, nowNanos);
    return DropReason.NONE;
  }

  private boolean hasRepairs(Codec codec) {
    return codec.hasRtx() && rtxSsrc != 0;
  }

  private void sendAgain(Publication from, Codec codec, long number, long nowNanos) {
    long timestamp = recalled.timestamp() + numbers.timestampStep();
    RtpHeader header = leg.header();
    rtxNumber = rtxNumber + 1 & 0xffff;
    boolean marker = recalled.marker() || marked.length > 0 && marked[(int) number & RESENDS - 1];
    header.begin(marker, codec.rtxPayloadType(), rtxNumber, timestamp, rtxSsrc);
    extend(from, header, recalled, recalled.payloadLength(), nowNanos);
    header.end();
    header.originalSequence((int) number & 0xffff);
    recalledVp8.read(recalled.buffer(), recalled.payloadOffset(), recalled.payloadLength());
    figures.sentAgain(send(header, recalled, recalledVp8));
    figures.repaired();
    leg.counters().add(Counters.Count.RESENT, 1);
  }

  /**
   * Sends padding in the retransmission stream, while it is to be found out what the line takes.
   *
   * @param wish what the receiver could use, bit/s
   */
  void pad(Codec codec, long wish, long nowNanos) {
    if (!hasRepairs(codec)) {
      return;
    }
    int due = leg.line().estimate().padding(wish, nowNanos);
    for (; due > 0; due -= Leg.PADDING_OCTETS) {
      RtpHeader header = leg.header();
      rtxNumber = rtxNumber + 1 & 0xffff;
      header.begin(false, codec.rtxPayloadType(), rtxNumber, lastTimestamp, rtxSsrc);
      header.padded();
      LegExtensions ours = slot.extensions(kind);
      header.extension(ours.mid(), ours.midValue(), 0, ours.midValue().length);
      extendWithTime(header, Leg.PADDING_OCTETS, nowNanos);
      header.end();
      leg.sendPadding(header);
      int size = header.length() + Leg.PADDING_OCTETS;
      figures.sentAgain(size);
      account(size);
    }
  }

  /** The timestamp in this stream of what is captured now, in what is sent at present. */
  long timestampAt(Encoding present, long nowNanos) {
    return present.timestampAt(nowNanos) + numbers.presentTimestampStep();
  }
}
