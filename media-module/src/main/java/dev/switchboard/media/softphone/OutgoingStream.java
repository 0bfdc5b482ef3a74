package dev.switchboard.media.softphone;

import dev.switchboard.media.rtp.PacketCache;
import dev.switchboard.media.rtp.PacketWriter;
import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtpHeader;
import dev.switchboard.media.rtp.RtpPacket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays a clip into one RTP stream, in real time and without end. All times are by the clock of its
 * device. On the loop.
 */
final class OutgoingStream {
  /** Two seconds of small pictures. */
  private static final int CACHED_PACKETS = 256;

  private static final long CACHED_NANOS = Duration.ofSeconds(2).toNanos();

  /** A loop that was held up catches up with so many frames, and leaves out the others. */
  private static final int CATCH_UP = 5;

  private static final long KEY_FRAME_NANOS = Duration.ofMillis(300).toNanos();

  /** 20 ms of silence (RFC 6716 section 3.1: CELT, fullband, mono). */
  private static final byte[] OPUS_SILENCE = {(byte) 0xf8, (byte) 0xff, (byte) 0xfe};

  private static final byte[] LOUD = {(byte) (0x80 | 20)};
  private static final byte[] SILENT = {127};

  /**
   * What tells the stream from others.
   *
   * @param rid of its encoding, empty if it is the only one
   * @param size how many times as many bits it has as the clip
   * @param rtxSsrc -1 for a stream whose packets are not sent again
   */
  record Identity(String mid, String rid, int size, long ssrc, long rtxSsrc) {
    boolean isOneOfSeveral() {
      return !rid.isEmpty();
    }
  }

  private final Identity identity;
  private final byte[] mid;
  private final byte[] rid;
  private final long intervalNanos;
  private final Function<OfferedCodec, Clip> clips;
  private final boolean stamped;
  private final IntSupplier transportSequence;
  private final DeviceClock clock;
  private final PacketWriter sink;
  private final RtpHeader header = new RtpHeader(OfferWriter.Extension.LARGEST);
  private final RtpPacket view = new RtpPacket();
  private final PacketCache cache = new PacketCache(CACHED_PACKETS, CACHED_NANOS);

  private Answer.@Nullable Section section;
  private boolean muted;
  private boolean started;
  private long startedAt;
  private long nextFrame;
  private int clipFrame;
  private long keyFrameAt;
  private int pictureId;
  private int sequence;
  private int rtxSequence = 1;

  private long packets;
  private long bytes;
  private long frames;
  private long retransmitted;
  private long keyFrameRequests;
  private double lostShare;

  /** Whether the receiver has told that it knows the stream. */
  private boolean known;

  /**
   * @param framesPerSecond of the stream; the clip is played at that speed
   * @param stamped whether each frame carries a {@link CaptureStamp}
   */
  OutgoingStream(
      Identity identity,
      int framesPerSecond,
      boolean stamped,
      Function<OfferedCodec, Clip> clips,
      IntSupplier transportSequence,
      DeviceClock clock,
      PacketWriter sink) {
    this.identity = identity;
    this.mid = identity.mid().getBytes(StandardCharsets.US_ASCII);
    this.rid = identity.rid().getBytes(StandardCharsets.US_ASCII);
    // Every stream counts from somewhere else, as in a browser; the lower half keeps the receiver
    // from mistaking the rollover counter when the first packets are lost (RFC 3711, 3.3.1).
    this.sequence = (int) identity.ssrc() & 0x3fff;
    this.pictureId = (int) (identity.ssrc() >> 8) & 0x7fff;
    this.intervalNanos = Duration.ofSeconds(1).toNanos() / framesPerSecond;
    this.stamped = stamped;
    this.clips = clips;
    this.transportSequence = transportSequence;
    this.clock = clock;
    this.sink = sink;
  }

  long ssrc() {
    return identity.ssrc();
  }

  Duration interval() {
    return Duration.ofNanos(intervalNanos);
  }

  /** Sends as the answer says from now on; null ends it. */
  void use(Answer.@Nullable Section negotiated) {
    boolean changed =
        section == null || negotiated == null || section.codec() != negotiated.codec();
    section = negotiated == null || !takes(negotiated) ? null : negotiated;
    clipFrame = changed ? 0 : clipFrame;
  }

  private boolean takes(Answer.Section negotiated) {
    return negotiated.sends()
        && (!identity.isOneOfSeveral() || negotiated.rids().contains(identity.rid()));
  }

  void mute(boolean silent) {
    if (muted && !silent) {
      clipFrame = 0;
    }
    muted = silent;
  }

  /** Sends all frames whose time has come. */
  void tick(long now) {
    if (!started) {
      started = true;
      startedAt = now;
    }
    long due = (now - startedAt) / intervalNanos + 1;
    nextFrame = Math.max(nextFrame, due - CATCH_UP);
    Answer.Section current = section;
    for (; nextFrame < due; nextFrame++) {
      if (current != null) {
        frame(current, nextFrame * intervalNanos, now);
      }
    }
  }

  /**
   * @param position in the stream, ns
   */
  private void frame(Answer.Section current, long position, long now) {
    OfferedCodec codec = current.codec();
    boolean video = codec.format().isVideo();
    if (muted && video) {
      return;
    }
    Clip clip = clips.apply(codec);
    boolean key = clipFrame % clip.size() == 0;
    keyFrameAt = key ? now : keyFrameAt;
    byte[] frame = muted ? OPUS_SILENCE : sized(clip.frame(clipFrame));
    if (stamped) {
      frame = CaptureStamp.onto(codec.format(), frame, clock.toTrue(startedAt + position));
    }
    long timestamp = timestamp(current, position);
    List<byte[]> payloads = Packetizer.payloads(codec.format(), frame, key, pictureId);
    for (int i = 0; i < payloads.size(); i++) {
      send(current, video && i == payloads.size() - 1, timestamp, payloads.get(i), now);
    }
    clipFrame = key ? 1 : clipFrame + 1;
    pictureId = (pictureId + 1) & 0x7fff;
    frames++;
  }

  /** A VP8 decoder does not look at what follows the last partition (RFC 6386 section 9.5). */
  private byte[] sized(byte[] frame) {
    return identity.size() == 1 ? frame : Arrays.copyOf(frame, frame.length * identity.size());
  }

  private void send(
      Answer.Section current, boolean marker, long timestamp, byte[] payload, long now) {
    header.begin(marker, current.codec().payloadType(), sequence, timestamp, identity.ssrc());
    extensions(current);
    if (!known && current.has(OfferWriter.Extension.RID)) {
      header.extension(OfferWriter.Extension.RID.id(), rid, 0, rid.length);
    }
    header.end();
    sink.rtp(header.buffer(), header.length(), payload, 0, payload.length);
    packets++;
    bytes += payload.length;
    if (identity.rtxSsrc() >= 0) {
      remember(payload, now);
    }
    sequence = (sequence + 1) & 0xffff;
  }

  private void extensions(Answer.Section current) {
    if (current.has(OfferWriter.Extension.MID)) {
      header.extension(OfferWriter.Extension.MID.id(), mid, 0, mid.length);
    }
    if (current.has(OfferWriter.Extension.ABS_SEND_TIME)) {
      int time = NtpTime.absoluteSendTime(clock.ntp(clock.now()));
      header.extension24(OfferWriter.Extension.ABS_SEND_TIME.id(), time);
    }
    if (current.has(OfferWriter.Extension.TRANSPORT_CC)) {
      header.extension16(OfferWriter.Extension.TRANSPORT_CC.id(), transportSequence.getAsInt());
    }
    if (current.has(OfferWriter.Extension.AUDIO_LEVEL) && !current.codec().format().isVideo()) {
      header.extension(OfferWriter.Extension.AUDIO_LEVEL.id(), muted ? SILENT : LOUD, 0, 1);
    }
  }

  private void remember(byte[] payload, long now) {
    byte[] packet = new byte[header.length() + payload.length];
    System.arraycopy(header.buffer(), 0, packet, 0, header.length());
    System.arraycopy(payload, 0, packet, header.length(), payload.length);
    view.wrap(packet, 0, packet.length);
    cache.put(sequence, view, now);
  }

  /** Sends a packet again by RTX (RFC 4588); nothing if it is too old or RTX was not agreed on. */
  void retransmit(int lost, long now) {
    Answer.Section current = section;
    if (current == null || !current.rtx() || !cache.get(lost, now, view)) {
      return;
    }
    header.begin(
        view.marker(),
        current.codec().rtxPayloadType(),
        rtxSequence,
        view.timestamp(),
        identity.rtxSsrc());
    extensions(current);
    if (current.has(OfferWriter.Extension.REPAIRED_RID)) {
      header.extension(OfferWriter.Extension.REPAIRED_RID.id(), rid, 0, rid.length);
    }
    header.end();
    header.originalSequence(lost);
    sink.rtp(
        header.buffer(),
        header.length(),
        view.buffer(),
        view.payloadOffset(),
        view.payloadLength());
    rtxSequence = (rtxSequence + 1) & 0xffff;
    retransmitted++;
  }

  /** The next frame is a key frame, unless there was one just now. */
  void requestKeyFrame(long now) {
    keyFrameRequests++;
    if (now - keyFrameAt > KEY_FRAME_NANOS) {
      clipFrame = 0;
    }
  }

  /** The receiver's view of this stream, from a report block. */
  void reported(int fractionLost) {
    known = true;
    lostShare = fractionLost / 256.0;
  }

  /** Adds the sender report, if anything was sent. */
  void report(RtcpBuilder compound, long now) {
    if (packets > 0 && section != null) {
      long timestamp = timestamp(section, now - startedAt);
      compound.senderReport(identity.ssrc(), clock.ntp(now), timestamp, packets, bytes);
    }
  }

  private long timestamp(Answer.Section current, long nanos) {
    return (identity.ssrc() + nanos / 1_000 * current.codec().clockRate() / 1_000_000)
        & 0xffff_ffffL;
  }

  SoftphoneStatistics.Sent statistics() {
    String codec = section == null ? "" : section.codec().name();
    return new SoftphoneStatistics.Sent(
        codec, packets, bytes, frames, retransmitted, keyFrameRequests, lostShare);
  }
}
