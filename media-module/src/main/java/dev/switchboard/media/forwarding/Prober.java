package dev.switchboard.media.forwarding;

/**
 * Finds out whether a line takes more than it is sent, by sending it more for a moment: media and
 * padding at up to twice the estimate for a twelfth of a second (a cluster), whose arrival tells.
 * Without it an estimate could only follow what happens to be sent, and a receiver that was once
 * given a small picture would keep it (draft-ietf-rmcat-gcc-02 leaves this open; the browsers do
 * likewise). Only done where more is wanted, and ever more rarely where it brings nothing.
 */
final class Prober {
  private static final long CLUSTER_NANOS = 80_000_000L;
  private static final double FACTOR = 2;
  private static final int LEAST_PACKETS = 5;

  /** So much of a cluster must arrive to tell anything. */
  private static final double LEAST_SHARE = 0.7;

  /** A cluster that has not been told of after so long is given up. */
  private static final long ANSWER_NANOS = 1_000_000_000L;

  private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
  private static final long LONGEST_PAUSE_NANOS = 6_000_000_000L;

  private static final long BUSY_NANOS = 300_000_000L;

  /** After congestion the queue has to drain before anything can be learnt. */
  private static final long CALM_NANOS = 2_000_000_000L;

  private boolean sending;
  private boolean waiting;
  private int cluster;
  private long startedAt;
  private double target;
  private long sentOctets;

  private int arrived;
  private long octets;
  private long firstSent;
  private long lastSent;
  private int lastSentSize;
  private long firstArrived;
  private long lastArrived;
  private int firstArrivedSize;

  private boolean hasPaused;
  private long notBefore;
  private long pause = FIRST_PAUSE_NANOS;

  /** The cluster that packets belong to which leave now, 0 for none. */
  int cluster() {
    return sending ? cluster : 0;
  }

  /** A packet leaves. */
  void sent(int size) {
    if (sending) {
      sentOctets += size;
    }
  }

  /** The line is congested: this is no time to ask for more. */
  void congested(long nowNanos) {
    sending = waiting = false;
    waitUntil(nowNanos + CALM_NANOS);
  }

  /** A queue drains, so that a probe would only make it longer. */
  void busy(long nowNanos) {
    waitUntil(nowNanos + BUSY_NANOS);
  }

  private void waitUntil(long nanos) {
    notBefore = hasPaused ? Math.max(notBefore, nanos) : nanos;
    hasPaused = true;
  }

  /**
   * How much padding is to be sent now, octets.
   *
   * @param wish what the receiver could use, bit/s
   * @param rate what its line is thought to carry, bit/s
   */
  int padding(double wish, double rate, long nowNanos) {
    if (sending && nowNanos - startedAt >= CLUSTER_NANOS) {
      sending = false;
      waiting = true;
    }
    if (waiting && nowNanos - startedAt >= CLUSTER_NANOS + ANSWER_NANOS) {
      failed(nowNanos);
    }
    if (!sending && !waiting && wish > rate && (!hasPaused || nowNanos >= notBefore)) {
      begin(Math.min(wish, FACTOR * rate), nowNanos);
    }
    if (!sending) {
      return 0;
    }
    return (int) Math.max(0, target * (nowNanos - startedAt) / 8e9 - sentOctets);
  }

  private void begin(double bitrate, long nowNanos) {
    sending = true;
    cluster++;
    startedAt = nowNanos;
    target = bitrate;
    sentOctets = 0;
    arrived = 0;
    octets = 0;
  }

  /** Takes note of a packet that has arrived, on the receiver's clock. */
  void arrived(SentPackets packet, long arrivedMicros) {
    if (packet.cluster() != cluster || !sending && !waiting) {
      return;
    }
    if (arrived == 0 || arrivedMicros < firstArrived) {
      firstArrived = arrivedMicros;
      firstArrivedSize = packet.size();
    }
    if (arrived == 0) {
      firstSent = lastSent = packet.sentMicros();
    }
    lastArrived = arrived == 0 ? arrivedMicros : Math.max(lastArrived, arrivedMicros);
    firstSent = Math.min(firstSent, packet.sentMicros());
    if (packet.sentMicros() >= lastSent) {
      lastSent = packet.sentMicros();
      lastSentSize = packet.size();
    }
    octets += packet.size();
    arrived++;
  }

  /** What the cluster has proved that the line takes, bit/s; 0 as long as nothing is known. */
  double result(long nowNanos) {
    boolean complete = waiting && octets >= LEAST_SHARE * sentOctets && arrived >= LEAST_PACKETS;
    if (!complete || lastArrived <= firstArrived) {
      return 0;
    }
    double sent = (octets - lastSentSize) * 8e6 / (lastSent - firstSent);
    double received = (octets - firstArrivedSize) * 8e6 / (lastArrived - firstArrived);
    waiting = false;
    // A line that takes it delivers it as fast as it was sent; otherwise this is all that it takes.
    boolean taken = received >= 0.9 * sent;
    pause = taken ? FIRST_PAUSE_NANOS : Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    waitUntil(nowNanos + pause);
    return taken ? sent : 0.95 * received;
  }

  private void failed(long nowNanos) {
    waiting = false;
    pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    waitUntil(nowNanos + pause);
  }
}
