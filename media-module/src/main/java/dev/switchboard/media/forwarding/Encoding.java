package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.PacketCache;
import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * One encoding of what is published, as its receivers see it: its last packets, its bitrate, and
 * how its timestamps relate to time. On the loop of its receivers.
 */
final class Encoding {
  private static final long RATE_WINDOW_NANOS = 500_000_000L;

  /** A sender that has stopped an encoding sends nothing of it; a slow one is not that slow. */
  private static final long SILENT_NANOS = 1_000_000_000L;

  private final @Nullable PacketCache cache;
  private @Nullable PayloadType type;
  private boolean started;
  private long lastPacket;

  private long windowStart;
  private long windowOctets;
  private long bitrate;

  private boolean hasTime;
  private long knownNanos;
  private long knownTimestamp;

  /**
   * @param cache null for what is not sent again
   */
  Encoding(@Nullable PacketCache cache) {
    this.cache = cache;
  }

  /** Another stream begins in its place. */
  void restart() {
    started = false;
    hasTime = false;
    bitrate = 0;
    if (cache != null) {
      cache.clear();
    }
  }

  void take(ReceivedPacket packet, @Nullable PayloadType sent) {
    type = sent;
    measure(packet.rtp().length(), packet.arrivalNanos());
    if (cache != null) {
      cache.put(packet.number(), packet.rtp(), packet.arrivalNanos());
    }
  }

  private void measure(int octets, long nowNanos) {
    if (!flows(nowNanos)) {
      started = true;
      windowStart = nowNanos;
      windowOctets = 0;
      bitrate = 0;
    }
    lastPacket = nowNanos;
    windowOctets += octets;
    long elapsed = nowNanos - windowStart;
    if (elapsed >= RATE_WINDOW_NANOS) {
      long measured = windowOctets * 8_000_000 / (elapsed / 1_000);
      bitrate = bitrate == 0 ? measured : (bitrate + measured) / 2;
      windowStart = nowNanos;
      windowOctets = 0;
    }
  }

  /** Whether the sender sends this encoding now. */
  boolean flows(long nowNanos) {
    return started && nowNanos - lastPacket < SILENT_NANOS;
  }

  /** Bit/s over about a second; 0 while it is not known. */
  long bitrate() {
    return bitrate;
  }

  /** Shows a packet that was received before; false if it is not kept any more. */
  boolean recall(long number, long nowNanos, RtpPacket view) {
    return cache != null && cache.get(number, nowNanos, view);
  }

  /**
   * The sender has told that what was captured at {@code nanos} of our clock has this timestamp.
   */
  void related(long nanos, long timestamp) {
    hasTime = true;
    knownNanos = nanos;
    knownTimestamp = timestamp;
  }

  /** Whether it is known how timestamps relate to time. */
  boolean hasTime() {
    return hasTime && type != null;
  }

  /** The timestamp of what is captured at {@code nowNanos}, after {@link #hasTime}. */
  long timestampAt(long nowNanos) {
    PayloadType sent = type;
    if (!hasTime || sent == null) {
      throw new IllegalStateException("No sender report yet");
    }
    long since = nowNanos - knownNanos;
    return knownTimestamp + since / 1_000 * sent.codec().clockRate() / 1_000_000;
  }
}
