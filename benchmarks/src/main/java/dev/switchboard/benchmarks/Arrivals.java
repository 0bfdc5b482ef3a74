package dev.switchboard.benchmarks;

import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.rtp.SequenceNumbers;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What one viewer received. On its loop. */
final class Arrivals {
  private long ssrc = -1;
  private long first;
  private long highest;
  private long packets;
  private long bytes;
  private @Nullable Histogram latencies;

  /** Counts from nothing, and notes the microseconds that each packet took. */
  void restart(Histogram shared) {
    first = highest + 1;
    packets = 0;
    bytes = 0;
    latencies = shared;
  }

  void came(RtpPacket packet, long arrivalNanos) {
    if (packet.ssrc() != ssrc) {
      ssrc = packet.ssrc();
      highest = packet.sequence();
      first = highest;
      packets = 0;
      bytes = 0;
    }
    highest = Math.max(highest, SequenceNumbers.extend(highest, packet.sequence()));
    packets++;
    bytes += packet.length();
    if (latencies != null) {
      long sent = TestStream.sentAt(packet.buffer(), packet.payloadOffset());
      latencies.recordValue(Math.max(0, arrivalNanos - sent) / 1_000);
    }
  }

  /** -1 before the first packet. */
  long ssrc() {
    return ssrc;
  }

  /** The highest extended sequence number. */
  long highest() {
    return highest;
  }

  long packets() {
    return packets;
  }

  /** Packets between the first and the last that did not come. */
  long lost() {
    return Math.max(0, highest - first + 1 - packets);
  }
}
