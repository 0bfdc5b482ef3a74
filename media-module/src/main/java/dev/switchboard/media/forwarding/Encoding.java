package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.PacketCache;
import dev.switchboard.media.rtp.PacketSink;
import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.rtp.SenderTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One encoding of what is published, as its receivers see it: its last packets, the bitrate of its
 * spatial layers, and how its timestamps relate to time. On the loop of its receivers.
 */
final class Encoding {
  /** Spatial layers that are told apart; what lies above counts as the highest. */
  static final int LAYERS = 4;

  private static final long RATE_WINDOW_MICROS = 500_000;

  /** A sender that has stopped an encoding sends nothing of it; a slow one is not that slow. */
  private static final long SILENT_NANOS = 1_000_000_000L;

  private final @Nullable PacketCache cache;
  private @Nullable PayloadType type;
  private boolean started;
  private long lastPacket;

  private long windowStart;
  private final long[] windowOctets = new long[LAYERS];
  private final long[] bitrates = new long[LAYERS];

  private @Nullable SenderTime time;

  /**
   * @param cache null for what is not sent again
   */
  Encoding(@Nullable PacketCache cache) {
    this.cache = cache;
  }

  /** Another stream begins in its place. */
  void restart() {
    started = false;
    time = null;
    Arrays.fill(bitrates, 0);
    if (cache != null) {
      cache.clear();
    }
  }

  void take(ReceivedPacket packet, @Nullable PayloadType sent) {
    type = sent;
    int layer = Math.min(packet.layers().spatialId(), LAYERS - 1);
    measure(layer, packet.rtp().length(), packet.arrivalNanos());
    if (cache != null) {
      cache.put(packet.number(), packet.rtp(), packet.arrivalNanos());
    }
  }

  private void measure(int layer, int octets, long nowNanos) {
    if (!flows(nowNanos)) {
      started = true;
      windowStart = nowNanos;
      Arrays.fill(windowOctets, 0);
      Arrays.fill(bitrates, 0);
    }
    lastPacket = nowNanos;
    windowOctets[layer] += octets;
    long micros = (nowNanos - windowStart) / 1_000;
    if (micros >= RATE_WINDOW_MICROS) {
      for (int i = 0; i < LAYERS; i++) {
        long measured = windowOctets[i] * 8_000_000 / micros;
        bitrates[i] = bitrates[i] == 0 ? measured : (bitrates[i] + measured) / 2;
      }
      windowStart = nowNanos;
      Arrays.fill(windowOctets, 0);
    }
  }

  /** Whether the sender sends this encoding now. */
  boolean flows(long nowNanos) {
    return started && nowNanos - lastPacket < SILENT_NANOS;
  }

  /**
   * Bit/s of a spatial layer with those below it, over about a second; 0 while it is not known, or
   * if the sender sends no such layer.
   */
  long bitrate(int layer) {
    if (bitrates[layer] == 0) {
      return 0;
    }
    long sum = 0;
    for (int i = 0; i <= layer; i++) {
      sum += bitrates[i];
    }
    return sum;
  }

  /** Shows a packet that was received before; false if it is not kept any more. */
  boolean recall(long number, long nowNanos, RtpPacket view) {
    return cache != null && cache.get(number, nowNanos, view);
  }

  /** The sender has told how its timestamps relate to time. */
  void related(SenderTime told) {
    time = told;
  }

  /** Tells a sink how timestamps relate to time, if that is known. */
  void tellTime(int index, PacketSink sink) {
    if (time != null) {
      sink.related(index, time);
    }
  }

  /** Whether it is known how timestamps relate to time. */
  boolean hasTime() {
    return time != null && type != null;
  }

  /** The timestamp of what is captured at {@code nowNanos}, after {@link #hasTime}. */
  long timestampAt(long nowNanos) {
    PayloadType sent = type;
    SenderTime known = time;
    if (known == null || sent == null) {
      throw new IllegalStateException("No sender report yet");
    }
    long since = nowNanos - known.nanos();
    return known.timestamp() + since / 1_000 * sent.codec().clockRate() / 1_000_000;
  }
}
