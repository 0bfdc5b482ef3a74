package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.PacketCache;
import dev.switchboard.media.rtp.PacketSink;
import dev.switchboard.media.rtp.PacketSource;
import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.sdp.Codec;
import dev.switchboard.media.sdp.NegotiatedSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One stream that a leg sends, and those who receive it. It asks the sender for what is missing and
 * for key frames, and reports to it. On the loop of the call.
 */
final class Publication implements PacketSource {
  /** A second of video at 4 Mbit/s. */
  static final int CACHE_PACKETS = 512;

  private static final long STREAM_SILENT_NANOS = 1_000_000_000L;
  private static final int SILENCE = -127;

  private final Leg leg;
  private final MediaKind kind;
  private final @Nullable PacketCache cache;
  private final MissingPackets missing = new MissingPackets();
  private final KeyFrameRequests keyFrames = new KeyFrameRequests();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<PacketSink> sinks = new ArrayList<>();

  private Reception reception = new Reception();
  private boolean hasStream;
  private long ssrc;
  private Map<Long, Long> announcedRepairs = Map.of();
  private OptionalLong repairSsrc = OptionalLong.empty();
  private long lastPacket;
  private @Nullable PayloadType type;
  private int firNumber;
  private @Nullable SourceReport lastReport;

  private long bytes;
  private int loudest = SILENCE;

  /**
   * A sender report: {@code ntpNanos} on the sender's clock is {@code timestamp}; on ours it came
   * at {@code arrival}.
   */
  private record SourceReport(long ntp, long timestamp, long arrival) {}

  Publication(Leg leg, MediaKind kind, long cacheNanos) {
    this.leg = leg;
    this.kind = kind;
    this.cache = kind == MediaKind.VIDEO ? new PacketCache(CACHE_PACKETS, cacheNanos) : null;
  }

  Leg leg() {
    return leg;
  }

  MediaKind kind() {
    return kind;
  }

  Reception reception() {
    return reception;
  }

  long ssrc() {
    return ssrc;
  }

  List<Subscription> subscriptions() {
    return subscriptions;
  }

  /** The sender announces its stream: another than the present one begins anew. */
  void announced(NegotiatedSection section) {
    announcedRepairs = section.rtxSsrcs();
    findRepairSsrc();
    if (!section.ssrcs().isEmpty() && !section.ssrcs().contains(ssrc)) {
      switchTo(section.ssrcs().get(0));
    }
  }

  /**
   * Whether packets of this SSRC belong here; an unknown one does when the present one is silent.
   */
  boolean isStream(long packetSsrc, long nowNanos) {
    if (!hasStream || packetSsrc != ssrc) {
      if (hasStream && reception.started() && nowNanos - lastPacket < STREAM_SILENT_NANOS) {
        return false;
      }
      switchTo(packetSsrc);
    }
    lastPacket = nowNanos;
    return true;
  }

  private void switchTo(long newSsrc) {
    hasStream = true;
    ssrc = newSsrc;
    findRepairSsrc();
    reception = new Reception();
    lastReport = null;
    restarted();
  }

  private void findRepairSsrc() {
    Long announced = announcedRepairs.get(ssrc);
    repairSsrc = announced == null ? OptionalLong.empty() : OptionalLong.of(announced);
  }

  /**
   * Whether what comes by this SSRC repairs the present stream: the one that was announced for it,
   * or any where none was (RFC 4588 section 5.3). Another stream's numbers mean nothing here.
   */
  boolean isRepairedBy(long packetSsrc) {
    return reception.started() && repairSsrc.orElse(packetSsrc) == packetSsrc;
  }

  /** The numbering began anew: nothing of the old one can be asked for or sent again. */
  void restarted() {
    missing.clear();
    if (cache != null) {
      cache.clear();
    }
    subscriptions.forEach(Subscription::sourceRestarted);
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

  void keep(RtpPacket packet, long nowNanos) {
    if (cache != null) {
      cache.put(reception.sequence(), packet, nowNanos);
    }
  }

  /** Shows a packet that was received before; false if it is not kept any more. */
  boolean recall(long number, long nowNanos, RtpPacket view) {
    return cache != null && cache.get(number, nowNanos, view);
  }

  void observeLevel(RtpPacket packet) {
    int at = packet.extension(leg.audioLevelId(), 1);
    if (at >= 0) {
      // |V| level |: -level dBov (RFC 6464 section 3).
      loudest = Math.max(loudest, -(packet.buffer()[at] & 0x7f));
    }
  }

  void flows(PayloadType sentType, boolean keyFrame) {
    type = sentType;
    if (keyFrame) {
      keyFrames.came();
    }
  }

  void giveToSinks(RtpPacket packet) {
    for (int i = 0; i < sinks.size(); i++) {
      int header = packet.payloadOffset() - packet.offset();
      sinks
          .get(i)
          .rtp(
              packet.buffer(),
              0,
              packet.buffer(),
              packet.offset(),
              header + packet.payloadLength());
    }
  }

  @Override
  public void addSink(PacketSink sink) {
    if (!sinks.contains(sink)) {
      sinks.add(sink);
    }
  }

  @Override
  public void removeSink(PacketSink sink) {
    sinks.remove(sink);
  }

  @Override
  public void requestKeyFrame() {
    if (kind == MediaKind.VIDEO) {
      keyFrames.want();
    }
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
    lastReport = new SourceReport(report.ntpTime(), report.rtpTimestamp(), nowNanos);
    leg.line().noteSenderClock(NtpTime.toNanos(report.ntpTime()), nowNanos);
  }

  /** Whether the sender has told how its timestamps relate to time. */
  boolean hasTime() {
    return lastReport != null && type != null;
  }

  /** The timestamp of what the sender captures at {@code nowNanos}, after {@link #hasTime}. */
  long timestampAt(long nowNanos) {
    SourceReport report = lastReport;
    PayloadType sent = type;
    if (report == null || sent == null) {
      throw new IllegalStateException("No sender report yet");
    }
    long since = nowNanos - (NtpTime.toNanos(report.ntp()) + leg.line().senderClockOffset());
    return report.timestamp() + since / 1_000 * sent.codec().clockRate() / 1_000_000;
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

  /** Whether the sender adapts to a REMB. */
  boolean takesRemb() {
    return type != null && type.codec().feedback().contains("goog-remb");
  }

  void countBytes(int length) {
    bytes += length;
  }

  /** Octets since this was asked last. */
  long takeBytes() {
    long taken = bytes;
    bytes = 0;
    return taken;
  }

  /** The loudest level since this was asked last, dBov. */
  int takeLoudest() {
    int taken = loudest;
    loudest = SILENCE;
    return taken;
  }

  double jitterMillis() {
    return type == null ? 0 : reception.jitter() * 1_000.0 / type.codec().clockRate();
  }

  String codecName() {
    return type == null ? "" : type.codec().name();
  }
}
