package dev.switchboard.media.forwarding;

import dev.switchboard.media.quality.Frames;
import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.sdp.Codec;
import dev.switchboard.media.sdp.NegotiatedSection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a leg sends of one kind, as the leg sees it: the streams that its packets belong to, which
 * are the encodings of one publication. On the loop of the call.
 */
final class Uplink implements Upstream {
  private static final int SILENCE = -127;

  private final Leg leg;
  private final MediaKind kind;
  private final Publication publication;
  private final List<ReceivedStream> streams = new ArrayList<>();
  private List<byte[]> rids = List.of();
  private Map<Long, Long> announcedRepairs = Map.of();

  private long bytes;
  private int loudest = SILENCE;

  Uplink(Leg leg, MediaKind kind, long cacheNanos) {
    this.leg = leg;
    this.kind = kind;
    this.publication = new Publication(kind, cacheNanos, this);
    streams.add(new ReceivedStream(leg, publication, 0));
  }

  Leg leg() {
    return leg;
  }

  Publication publication() {
    return publication;
  }

  /** In the order of the offer; one where there is no simulcast. */
  List<ReceivedStream> streams() {
    return streams;
  }

  /** The sender announces its streams: another than the present one begins anew. */
  void announced(NegotiatedSection section) {
    announcedRepairs = section.rtxSsrcs();
    rids = section.rids().stream().map(rid -> rid.getBytes(StandardCharsets.US_ASCII)).toList();
    int count = Math.max(1, rids.size());
    publication.negotiated(
        leg.payloadTypes(), leg.extensions(kind), count, section.direction().receives());
    while (streams.size() > count) {
      streams.remove(streams.size() - 1);
    }
    while (streams.size() < count) {
      streams.add(new ReceivedStream(leg, publication, streams.size()));
    }
    if (rids.isEmpty()) {
      announcedOne(streams.get(0), section.ssrcs());
    }
  }

  /** The leg's section is gone. */
  void silenced() {
    publication.negotiated(leg.payloadTypes(), leg.extensions(kind), streams.size(), false);
  }

  private void announcedOne(ReceivedStream stream, List<Long> ssrcs) {
    stream.repairedBy(repairOf(stream.ssrc()));
    if (!ssrcs.isEmpty() && !ssrcs.contains(stream.ssrc())) {
      stream.switchTo(ssrcs.get(0), repairOf(ssrcs.get(0)));
    }
  }

  private OptionalLong repairOf(long ssrc) {
    Long announced = announcedRepairs.get(ssrc);
    return announced == null ? OptionalLong.empty() : OptionalLong.of(announced);
  }

  /** The stream that a packet belongs to, or repairs; null if that can't be told. */
  @Nullable ReceivedStream identify(RtpPacket packet, boolean repair, long nowNanos) {
    return repair ? repaired(packet) : sent(packet, nowNanos);
  }

  /**
   * By its SSRC; a new one by its RTP stream id (RFC 8852 section 3.1). Without ids there is one
   * stream, whose place an unknown one takes when it is silent.
   */
  private @Nullable ReceivedStream sent(RtpPacket packet, long nowNanos) {
    ReceivedStream stream = null;
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).is(packet.ssrc())) {
        stream = streams.get(i);
      }
    }
    if (stream == null) {
      stream = rids.isEmpty() ? streams.get(0) : named(packet, leg.extensions(kind).rid());
      if (stream == null || rids.isEmpty() && !stream.isSilent(nowNanos)) {
        return null;
      }
      stream.switchTo(packet.ssrc(), repairOf(packet.ssrc()));
    }
    stream.heard(nowNanos);
    return stream;
  }

  private @Nullable ReceivedStream repaired(RtpPacket packet) {
    if (rids.isEmpty()) {
      ReceivedStream only = streams.get(0);
      return only.isRepairedBy(packet.ssrc()) ? only : null;
    }
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).isKnownRepair(packet.ssrc())) {
        return streams.get(i);
      }
    }
    ReceivedStream stream = named(packet, leg.extensions(kind).repairedRid());
    if (stream == null || !stream.reception().started()) {
      return null;
    }
    stream.repairedBy(OptionalLong.of(packet.ssrc()));
    return stream;
  }

  private @Nullable ReceivedStream named(RtpPacket packet, int extension) {
    int at = packet.extension(extension, 1);
    if (at < 0) {
      return null;
    }
    int end = at + packet.extensionLength(at);
    for (int i = 0; i < rids.size(); i++) {
      byte[] rid = rids.get(i);
      if (Arrays.equals(rid, 0, rid.length, packet.buffer(), at, end)) {
        return streams.get(i);
      }
    }
    return null;
  }

  /** Takes note of a packet that belongs to the uplink, whatever becomes of it. */
  void count(RtpPacket packet) {
    bytes += packet.length();
    int at = packet.extension(leg.audioLevelId(), 1);
    if (at >= 0) {
      // |V| level |: -level dBov (RFC 6464 section 3).
      loudest = Math.max(loudest, -(packet.buffer()[at] & 0x7f));
    }
  }

  @Override
  public void requestKeyFrame(int encoding) {
    streams.get(encoding).requestKeyFrame();
  }

  @Override
  public void codecNotShared(long nowNanos) {
    leg.bridge().codecNotShared(leg, nowNanos);
  }

  /** Every 10 ms. */
  void tick(long nowNanos) {
    for (int i = 0; i < streams.size(); i++) {
      streams.get(i).tick(nowNanos);
    }
  }

  void reportTo(RtcpBuilder builder, long nowNanos) {
    for (int i = 0; i < streams.size(); i++) {
      streams.get(i).reportTo(builder, nowNanos);
    }
  }

  /** Whether anything has come. */
  boolean started() {
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).reception().started()) {
        return true;
      }
    }
    return false;
  }

  /** The stream that feedback on the whole uplink names: the first that has come. */
  ReceivedStream first() {
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).reception().started()) {
        return streams.get(i);
      }
    }
    return streams.get(0);
  }

  /** Whether the sender adapts to a REMB. */
  boolean takesRemb() {
    PayloadType type = first().type();
    return type != null && type.codec().feedback().contains("goog-remb");
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

  /** What was lost since this was asked last, of the stream that lost most. */
  Loss takeLoss() {
    Loss worst = Loss.NONE;
    for (ReceivedStream stream : streams) {
      worst = worst.or(stream.reception().takeLoss());
    }
    return worst;
  }

  /** The frames since this was asked last, of the stream that has most. */
  Frames takeFrames() {
    Frames best = Frames.NONE;
    for (ReceivedStream stream : streams) {
      best = best.or(stream.frames().take());
    }
    return best;
  }

  double jitterMillis() {
    return streams.stream().mapToDouble(ReceivedStream::jitterMillis).max().orElse(0);
  }

  /** What is sent; null before anything is. */
  @Nullable Codec codec() {
    PayloadType type = first().type();
    return type == null ? null : type.codec();
  }
}
