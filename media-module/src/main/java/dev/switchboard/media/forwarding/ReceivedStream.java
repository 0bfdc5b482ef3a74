package dev.switchboard.media.forwarding;

import dev.switchboard.media.quality.FrameFigures;
import dev.switchboard.media.rtp.FrameLayers;
import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.SenderTime;
import dev.switchboard.media.sdp.Codec;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One stream as its sender sees it: one SSRC, and the one that repairs it. It asks the sender for
 * what is missing and for key frames, and reports to it. On the loop of the call.
 */
final class ReceivedStream {
  private static final long SILENT_NANOS = 1_000_000_000L;

  /** After so long without a packet the sender may not have been reached either. */
  private static final long AWAY_NANOS = 500_000_000L;

  private final Leg leg;
  private final Publication publication;
  private final int encoding;
  private final MissingPackets missing = new MissingPackets();
  private final KeyFrameRequests keyFrames = new KeyFrameRequests();
  private final FrameFigures frames = new FrameFigures();

  private final FrameLayers layers = new FrameLayers();
  private Reception reception = new Reception();
  private boolean hasSsrc;
  private long ssrc;
  private OptionalLong repairSsrc = OptionalLong.empty();
  private long lastPacket;
  private @Nullable PayloadType type;
  private int firNumber;
  private @Nullable SourceReport lastReport;

  /** A sender report: {@code ntp} on the sender's clock; it came at {@code arrival} on ours. */
  private record SourceReport(long ntp, long arrival) {}

  /**
   * @param encoding its place in the publication
   */
  ReceivedStream(Leg leg, Publication publication, int encoding) {
    this.leg = leg;
    this.publication = publication;
    this.encoding = encoding;
  }

  int encoding() {
    return encoding;
  }

  Reception reception() {
    return reception;
  }

  /** What is known of the layers of its last packet. */
  FrameLayers layers() {
    return layers;
  }

  long ssrc() {
    return ssrc;
  }

  boolean is(long packetSsrc) {
    return hasSsrc && ssrc == packetSsrc;
  }

  /** Whether another SSRC may take its place, since nothing has come by the present one lately. */
  boolean isSilent(long nowNanos) {
    return !hasSsrc || !reception.started() || nowNanos - lastPacket >= SILENT_NANOS;
  }

  /** The sender has begun to send by this SSRC. */
  void switchTo(long newSsrc, OptionalLong newRepairSsrc) {
    hasSsrc = true;
    ssrc = newSsrc;
    repairSsrc = newRepairSsrc;
    reception = new Reception();
    lastReport = null;
    restarted();
  }

  void repairedBy(OptionalLong newRepairSsrc) {
    repairSsrc = newRepairSsrc;
  }

  /**
   * Whether what comes by this SSRC repairs the present stream: the one that was announced for it,
   * or any where none was (RFC 4588 section 5.3). Another stream's numbers mean nothing here.
   */
  boolean isRepairedBy(long packetSsrc) {
    return reception.started() && repairSsrc.orElse(packetSsrc) == packetSsrc;
  }

  /** Whether it is known what repairs this stream, and that it is this SSRC. */
  boolean isKnownRepair(long packetSsrc) {
    return repairSsrc.isPresent() && repairSsrc.getAsLong() == packetSsrc;
  }

  /** A packet came on its first way. */
  void heard(long nowNanos) {
    if (nowNanos - lastPacket >= AWAY_NANOS) {
      keyFrames.forget();
    }
    lastPacket = nowNanos;
  }

  /** The numbering began anew: nothing of the old one can be asked for. */
  void restarted() {
    missing.clear();
    frames.restarted();
    layers.clear();
    publication.restarted(encoding);
  }

  /** Finds what is missing before the packet that was accepted last, and asks for it when due. */
  void recover(Codec codec, long nowNanos) {
    if (!codec.feedback().contains("nack")) {
      return;
    }
    long number = reception.sequence();
    if (missing.came(number)) {
      leg.counters().add(Counters.Count.RECOVERED, 1);
    }
    long previous = reception.previousHighest();
    if (number > previous + 1 && !missing.missed(previous, number, nowNanos)) {
      requestKeyFrame();
    }
    askAgain(nowNanos);
  }

  private void askAgain(long nowNanos) {
    if (missing.isEmpty()) {
      return;
    }
    int count = missing.collectDue(reception.highest(), nowNanos, leg.line().roundTripNanos());
    if (count > 0) {
      leg.counters().add(Counters.Count.NACKED, count);
      leg.sendRtcp(leg.feedback().nack(leg.reportSsrc(), ssrc, missing.due(), count));
    }
  }

  /** A packet of this kind has come, and may begin a key frame or end any. */
  void flows(PayloadType sent, ReceivedPacket packet) {
    type = sent;
    if (packet.layers().keyFrame()) {
      keyFrames.came();
    }
    if (sent.kind() == MediaKind.VIDEO) {
      frames.came(
          packet.number(),
          packet.rtp().marker(),
          packet.layers().keyFrame(),
          packet.arrivalNanos());
    }
  }

  FrameFigures frames() {
    return frames;
  }

  void requestKeyFrame() {
    keyFrames.want();
  }

  /** Every 10 ms: what is due without a packet that would bring it about. */
  void tick(long nowNanos) {
    askAgain(nowNanos);
    if (reception.started() && leg.isOpen() && keyFrames.due(nowNanos)) {
      leg.counters().add(Counters.Count.KEY_FRAMES_REQUESTED, 1);
      RtcpBuilder request = leg.feedback();
      PayloadType sent = type;
      if (sent != null && !sent.codec().feedback().contains("nack pli")) {
        request.fir(leg.reportSsrc(), ssrc, firNumber++);
      } else {
        request.pli(leg.reportSsrc(), ssrc);
      }
      leg.sendRtcp(request);
    }
  }

  /** Takes the sender's report on the stream. */
  void senderReport(RtcpPacket report, long nowNanos) {
    lastReport = new SourceReport(report.ntpTime(), nowNanos);
    long sentNanos = NtpTime.toNanos(report.ntpTime());
    leg.line().noteSenderClock(sentNanos, nowNanos);
    publication.related(
        encoding,
        new SenderTime(
            report.rtpTimestamp(),
            sentNanos,
            sentNanos + leg.line().senderClockOffset(),
            nowNanos,
            leg.line().lastRoundTripNanos()));
  }

  /** Adds the block about this stream to a report (RFC 3550 section 6.4.1). */
  void reportTo(RtcpBuilder builder, long nowNanos) {
    if (!reception.started()) {
      return;
    }
    SourceReport report = lastReport;
    long lsr = report == null ? 0 : NtpTime.compact(report.ntp());
    long dlsr = report == null ? 0 : (nowNanos - report.arrival()) / 1_000 * 65_536 / 1_000_000;
    builder.block(
        ssrc,
        reception.fractionLost(),
        reception.lost(),
        reception.highest(),
        reception.jitter(),
        lsr,
        dlsr);
  }

  /** What was sent last; null before the first packet. */
  @Nullable PayloadType type() {
    return type;
  }

  double jitterMillis() {
    return type == null ? 0 : reception.jitter() * 1_000.0 / type.codec().clockRate();
  }
}
