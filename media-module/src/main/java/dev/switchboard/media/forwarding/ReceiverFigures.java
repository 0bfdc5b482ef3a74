package dev.switchboard.media.forwarding;

import dev.switchboard.media.quality.FrameFigures;
import dev.switchboard.media.quality.Frames;
import dev.switchboard.media.rtp.RtcpPacket;

/** What is known of a stream that a leg is sent: what left, and what its receiver reports. */
final class ReceiverFigures {
  private static final int SILENCE = -127;

  private final FrameFigures frames = new FrameFigures();

  private long packets;
  private long payloadOctets;
  private long octets;
  private long repairs;
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

  /** A packet that was missed has left again. */
  void repaired() {
    repairs++;
  }

  /** A packet of a picture left. */
  void sentPicture(long number, boolean last, boolean key, long nowNanos) {
    frames.came(number, last, key, nowNanos);
  }

  /** The receiver is another one, or has begun anew. */
  void restarted() {
    frames.restarted();
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

  /**
   * What the receiver missed since this was asked last, by its reports. That what has left again
   * has reached it is taken for granted.
   */
  Loss takeLoss() {
    boolean first = shownHighest == 0;
    long due = reportedHighest - shownHighest;
    int lost = reportedLost - shownLost;
    Loss loss = first ? Loss.NONE : Loss.of(due, lost, repairs);
    shownHighest = reportedHighest;
    shownLost = reportedLost;
    repairs = 0;
    return loss;
  }

  /** The frames that left whole since this was asked last. */
  Frames takeFrames() {
    return frames.take();
  }

  double jitterMillis() {
    return jitterMillis;
  }
}
