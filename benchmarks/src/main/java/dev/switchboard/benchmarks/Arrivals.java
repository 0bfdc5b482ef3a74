package dev.switchboard.benchmarks;

import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.rtp.SequenceNumbers;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** What one viewer received. On its loop. */
final class Arrivals {
  /** A packet that takes longer counts as this long. */
  static final long LONGEST_MICROS = 10_000_000;

  private final Optional<Histogram> latencies;
  private long ssrc = -1;
  private long first;
  private long highest;
  private long packets;

  /**
   * What it comes to.
   *
   * @param lost packets between the first and the last that did not come
   * @param latencies microseconds that packets took, if this viewer is one that tells them
   */
  record Figures(long packets, long lost, Optional<Histogram> latencies) {}

  Arrivals(boolean timed) {
    latencies = timed ? Optional.of(new Histogram(LONGEST_MICROS, 3)) : Optional.empty();
  }

  /** Counts from nothing. */
  void restart() {
    first = highest + 1;
    packets = 0;
    latencies.ifPresent(Histogram::reset);
  }

  void came(RtpPacket packet, long arrivalNanos) {
    if (packet.ssrc() != ssrc) {
      ssrc = packet.ssrc();
      highest = packet.sequence();
      first = highest;
      packets = 0;
    }
    highest = Math.max(highest, SequenceNumbers.extend(highest, packet.sequence()));
    packets++;
    if (latencies.isPresent()) {
      long sent = TestStream.sentAt(packet.buffer(), packet.payloadOffset());
      long micros = Math.max(0, arrivalNanos - sent) / 1_000;
      latencies.get().recordValue(Math.min(LONGEST_MICROS, micros));
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

  Figures figures() {
    return new Figures(
        packets, Math.max(0, highest - first + 1 - packets), latencies.map(Histogram::copy));
  }
}
