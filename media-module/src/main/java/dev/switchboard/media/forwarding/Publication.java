package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.PacketCache;
import dev.switchboard.media.rtp.PacketSink;
import dev.switchboard.media.rtp.PacketSource;
import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.rtp.SenderTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a leg publishes of one kind, as its receivers see it: one stream, or several encodings of
 * one picture (simulcast, RFC 8853). It keeps the last packets for those who miss one. On the loop
 * of its receivers.
 */
final class Publication implements PacketSource {
  /** A second of video at 4 Mbit/s. */
  static final int CACHE_PACKETS = 512;

  private final MediaKind kind;
  private final long cacheNanos;
  private final Upstream upstream;
  private final RecentSound recentSound = new RecentSound();
  private final List<Encoding> encodings = new ArrayList<>();
  private final List<PacketSink> sinks = new ArrayList<>();
  private @Nullable PayloadType[] payloadTypes = {};
  private LegExtensions extensions = LegExtensions.NONE;
  private boolean sends;

  /**
   * @param cacheNanos how long video is kept for retransmission
   */
  Publication(MediaKind kind, long cacheNanos, Upstream upstream) {
    this.kind = kind;
    this.cacheNanos = cacheNanos;
    this.upstream = upstream;
    setEncodings(1);
  }

  /**
   * The sender has negotiated what it sends.
   *
   * @param sending whether it sends at all
   * @param count in how many encodings
   */
  void negotiated(@Nullable PayloadType[] types, LegExtensions sent, int count, boolean sending) {
    payloadTypes = types;
    extensions = sent;
    sends = sending;
    setEncodings(count);
  }

  MediaKind kind() {
    return kind;
  }

  /** Whether the sender has negotiated to send. */
  boolean sends() {
    return sends;
  }

  private void setEncodings(int count) {
    while (encodings.size() > count) {
      encodings.remove(encodings.size() - 1);
    }
    while (encodings.size() < count) {
      boolean video = kind == MediaKind.VIDEO;
      encodings.add(new Encoding(video ? new PacketCache(CACHE_PACKETS, cacheNanos) : null));
    }
  }

  /** Keeps a packet, and gives it to all who want it. */
  void give(ReceivedPacket packet) {
    if (kind == MediaKind.AUDIO) {
      recentSound.keep(packet);
    }
    encodings.get(packet.encoding()).take(packet, payloadTypes[packet.rtp().payloadType()]);
    for (int i = 0; i < sinks.size(); i++) {
      sinks.get(i).packet(packet);
    }
  }

  /** The numbering of an encoding began anew: nothing of the old one can be sent again. */
  void restarted(int encoding) {
    encodings.get(encoding).restart();
    recentSound.clear();
    for (int i = 0; i < sinks.size(); i++) {
      sinks.get(i).restarted(encoding);
    }
  }

  /** The sender has told how an encoding's timestamps relate to time. */
  void related(int encoding, SenderTime time) {
    encodings.get(encoding).related(time);
    for (int i = 0; i < sinks.size(); i++) {
      sinks.get(i).related(encoding, time);
    }
  }

  /** The last frames; none of a picture. */
  RecentSound recentSound() {
    return recentSound;
  }

  /** Shows a packet that was received before; false if it is not kept any more. */
  boolean recall(int encoding, long number, long nowNanos, RtpPacket view) {
    return encoding < encodings.size() && encodings.get(encoding).recall(number, nowNanos, view);
  }

  /** In the order of the offer. */
  List<Encoding> encodings() {
    return encodings;
  }

  /**
   * Whether a receiver can be sent less than all that the sender sends now: another encoding, or
   * fewer spatial layers. A sender short of power or of line stops encodings that it negotiated.
   */
  boolean hasLayers(long nowNanos) {
    int flowing = 0;
    for (int i = 0; i < encodings.size(); i++) {
      if (encodings.get(i).flows(nowNanos)) {
        flowing += encodings.get(i).bitrate(1) > 0 ? 2 : 1;
      }
    }
    return flowing > 1;
  }

  /** Whether anything comes now. */
  boolean flows(long nowNanos) {
    for (int i = 0; i < encodings.size(); i++) {
      if (encodings.get(i).flows(nowNanos)) {
        return true;
      }
    }
    return false;
  }

  /** Bit/s of all that the sender sends now. */
  long bitrate(long nowNanos) {
    long sum = 0;
    for (int i = 0; i < encodings.size(); i++) {
      if (encodings.get(i).flows(nowNanos)) {
        sum += encodings.get(i).bitrate(0);
      }
    }
    return sum;
  }

  /** What a number in the packets stands for; null if it was not negotiated. */
  @Nullable PayloadType payloadType(int number) {
    return payloadTypes[number];
  }

  /** The ids of the header extensions in the packets. */
  LegExtensions extensions() {
    return extensions;
  }

  /** Those whom packets are given to. */
  List<PacketSink> sinks() {
    return sinks;
  }

  @Override
  public void addSink(PacketSink sink) {
    if (!sinks.contains(sink)) {
      sinks.add(sink);
      for (int i = 0; i < encodings.size(); i++) {
        encodings.get(i).tellTime(i, sink);
      }
    }
  }

  @Override
  public void removeSink(PacketSink sink) {
    sinks.remove(sink);
  }

  @Override
  public void requestKeyFrame(int encoding) {
    if (kind == MediaKind.VIDEO && encoding < encodings.size()) {
      upstream.requestKeyFrame(encoding);
    }
  }

  /** A receiver can't take the codec that is sent. */
  void codecNotShared(long nowNanos) {
    upstream.codecNotShared(nowNanos);
  }
}
