package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.RtcpPacket;

/** What is known of a stream that a leg is sent: what left, and what its receiver reports. */
final class ReceiverFigures {
  private static final int SILENCE = -127;

  private long packets;
  private long payloadOctets;
  private long octets;
  private int loudest = SILENCE;
  private long reportedHighest;
  private int reportedLost;
  private long shownHighest;
  private int shownLost;
  private double jitterMillis;

  /** A packet left. */
  void sent(int size, int payload) {
    packets++;
    payloadOctets += payload;
    octets += size;
  }

  /** A packet left again, or padding. */
  void sentAgain(int size) {
    octets += size;
  }

  /** A packet told how loud it is, dBov. */
  void level(int dbov) {
    loudest = Math.max(loudest, dbov);
  }

  /** Takes a report block of the receiver. */
  void reported(RtcpPacket report, int block, int clockRate) {
    reportedHighest = report.blockHighest(block);
    reportedLost = report.blockLost(block);
    jitterMillis = report.blockJitter(block) * 1_000.0 / clockRate;
  }

  /** Packets of the stream since it began. */
  long packets() {
    return packets;
  }

  /** Octets of their payloads. */
  long payloadOctets() {
    return payloadOctets;
  }

  /** Octets of all that left since this was asked last. */
  long takeOctets() {
    long taken = octets;
    octets = 0;
    return taken;
  }

  int takeLoudest() {
    int taken = loudest;
    loudest = SILENCE;
    return taken;
  }

  /** Share of packets that the receiver missed since this was asked last, by its reports. */
  double takeLoss() {
    long due = reportedHighest - shownHighest;
    int lost = reportedLost - shownLost;
    boolean first = shownHighest == 0;
    shownHighest = reportedHighest;
    shownLost = reportedLost;
    return first || due <= 0 || lost <= 0 ? 0 : Math.min(1, (double) lost / due);
  }

  double jitterMillis() {
    return jitterMillis;
  }
}
