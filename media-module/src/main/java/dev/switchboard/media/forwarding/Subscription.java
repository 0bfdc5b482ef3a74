package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.PacketSink;
import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.rtp.SenderTime;
import dev.switchboard.media.sdp.Codec;
import org.jspecify.annotations.Nullable;

/**
 * One stream that a leg is sent, of a {@link Slot}: it has an SSRC of its own, and one publication
 * after another can be put into it, and of each the encoding that the leg's line carries. To the
 * receiver it is one stream without a break: sequence numbers and timestamps are moved so that each
 * continues where the last one ended ({@link SentStream}). On the loop of the call.
 */
final class Subscription implements PacketSink {
  private static final long DECISION_NANOS = 100_000_000L;

  private final Slot slot;
  private final Leg leg;
  private final MediaKind kind;
  private final SentStream stream;
  private final LayerChoice choice = new LayerChoice();

  private @Nullable Publication source;

  /** Whether the next packet must begin a picture, which is put behind what was sent before. */
  private boolean begins = true;

  private boolean decided;
  private long lastDecision;

  private @Nullable PayloadType sourceType;
  private @Nullable Codec target;

  Subscription(Slot slot, MediaKind kind, long ssrc, long rtxSsrc) {
    this.slot = slot;
    this.leg = slot.leg();
    this.kind = kind;
    this.stream = new SentStream(slot, kind, ssrc, rtxSsrc);
  }

  /** Whether the receiver is there and wants what is put in. */
  boolean isWatched() {
    return leg.isOpen() && slot.receives(kind);
  }

  /** Whether there is something to be sent now, and somebody who wants it. */
  boolean isShown(long nowNanos) {
    return source != null && isWatched() && source.flows(nowNanos);
  }

  /** Whether there is a picture that is not sent, because the line can't carry it. */
  boolean rests() {
    return source != null && isWatched() && choice.isPaused();
  }

  MediaKind kind() {
    return kind;
  }

  long ssrc() {
    return stream.ssrc();
  }

  @Nullable Publication source() {
    return source;
  }

  ReceiverFigures figures() {
    return stream.figures();
  }

  LayerChoice choice() {
    return choice;
  }

  /** Puts another source in, or none. */
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

  /** What is shown goes on when it is another encoding that begins. */
  @Override
  public void restarted(int encoding) {
    if (encoding == choice.encoding()) {
      beginAnew();
    } else {
      stream.forgetPast();
    }
  }

  /** It is asked for when it is needed. */
  @Override
  public void related(int encoding, SenderTime time) {}

  private void beginAnew() {
    begins = true;
    stream.forget();
    negotiated();
  }

  /** The receiver's codecs have changed, or what the source sends. */
  void negotiated() {
    sourceType = null;
    target = null;
    if (source != null && choice.encoding() >= source.encodings().size()) {
      choice.restart();
      decided = false;
      begins = true;
      stream.forget();
    }
  }

  /** The receiver is there, for the first time or again: it needs a frame to begin with. */
  void opened() {
    begins = true;
    stream.restart();
    keyFrameWanted();
  }

  /** Packets have not reached the receiver, nor ever will: it goes on with the next key frame. */
  void interrupted() {
    begins = true;
    keyFrameWanted();
  }

  /** The receiver is at another address: whether its new line carries a picture is decided anew. */
  void moved() {
    decided = false;
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
      boolean suffers = !choice.isPaused() && leg.line().congestion(nowNanos) == Congestion.FULL;
      if (!decided || suffers || nowNanos - lastDecision >= DECISION_NANOS) {
        decide(source, nowNanos);
      }
      if (target != null) {
        stream.pad(target, leg.shares().wish(nowNanos), nowNanos);
      }
    }
  }

  private void decide(Publication from, long nowNanos) {
    decided = true;
    lastDecision = nowNanos;
    boolean wasPaused = choice.isPaused();
    choice.decide(
        from.encodings(),
        leg.shares().picture(slot, nowNanos),
        leg.line().congestion(nowNanos),
        nowNanos);
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
      stream.leaveOut(packet);
    }
  }

  private @Nullable Codec translate(Publication from, RtpPacket packet) {
    PayloadType type = from.payloadType(packet.payloadType());
    if (type != sourceType) {
      sourceType = type;
      target = type == null ? null : slot.receiverOf(type);
    }
    return target;
  }

  /** Video begins with a key frame: nothing before it can be decoded. */
  private boolean begin(Publication from, ReceivedPacket packet, Codec codec, int before) {
    if (!packet.layers().keyFrame()) {
      return false;
    }
    if (begins || before == LayerChoice.NONE) {
      stream.begin(packet, codec);
    } else {
      Encoding last = from.encodings().get(before);
      stream.change(last, from.encodings().get(packet.encoding()), packet, codec);
    }
    begins = false;
    return true;
  }

  private void forward(Publication from, ReceivedPacket packet, Codec codec) {
    boolean ends = kind == MediaKind.VIDEO && choice.endsPicture(packet.layers());
    count(stream.send(from, packet, codec, ends));
  }

  private void count(DropReason reason) {
    if (reason != DropReason.NONE) {
      leg.counters().drop(reason);
    }
  }

  /** Answers a NACK for one packet. */
  void resend(int sequence, long nowNanos) {
    count(
        source != null && target != null && isWatched()
            ? stream.resend(source, target, sequence, nowNanos)
            : DropReason.CACHE_MISS);
  }

  /**
   * What the line would have to carry of the picture for more of it than the receiver is sent,
   * bit/s; 0 if there is no more.
   */
  long wish(long nowNanos) {
    long capped = source == null ? 0 : leg.bridge().wishOfCapped(source, slot, nowNanos);
    return Math.max(choice.wish(), capped);
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
    stream.figures().reported(report, block, target == null ? 90_000 : target.clockRate());
  }

  /** Adds a sender report, once it is known how the source's timestamps relate to time. */
  void reportTo(RtcpBuilder builder, NtpTime ntp, long nowNanos) {
    if (source == null || !stream.started() || begins) {
      return;
    }
    Encoding present = source.encodings().get(choice.encoding());
    if (present.hasTime()) {
      long timestamp = stream.timestampAt(present, nowNanos);
      ReceiverFigures sent = stream.figures();
      builder.senderReport(
          ssrc(), ntp.at(nowNanos), timestamp, sent.packets(), sent.payloadOctets());
    }
  }

  /** What is sent; null before anything is. */
  @Nullable Codec codec() {
    return stream.started() ? target : null;
  }
}
