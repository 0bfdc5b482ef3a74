package dev.switchboard.media.recording;

import java.util.TreeMap;

/**
 * Brings the packets of one encoding into their order. What is missing is waited for, since it may
 * have been overtaken or may come again, but not for long: what is not in a file yet is lost with
 * the process. On the recorder's thread.
 */
final class PacketOrder {
  /** No more is held back; a second of any picture. */
  private static final int MOST_HELD = 2_048;

  /** Takes the packets in their order. */
  interface Reader {
    void inOrder(PacketView packet);

    /** So many packets are missing before the next, for ever. */
    void missed(long packets);
  }

  private final long windowNanos;
  private final Reader reader;
  private final TreeMap<Long, PacketView> held = new TreeMap<>();
  private boolean started;
  private long next;
  private long late;

  PacketOrder(long windowNanos, Reader reader) {
    this.windowNanos = windowNanos;
    this.reader = reader;
  }

  /** A new numbering begins; what was held back is given first. */
  void restart() {
    giveUp();
    started = false;
  }

  /** Takes a packet, which is valid until the call returns. */
  void add(PacketView packet) {
    if (!started) {
      started = true;
      next = packet.number;
    }
    if (packet.number < next) {
      late++;
    } else if (packet.number == next) {
      give(packet);
      giveHeld();
    } else {
      held.putIfAbsent(packet.number, packet.copy());
      if (held.size() > MOST_HELD) {
        skip();
      }
    }
  }

  /** Goes on without what has been waited for long enough. */
  void expire(long nowNanos) {
    while (!held.isEmpty() && nowNanos - oldest() >= windowNanos) {
      skip();
    }
  }

  private long oldest() {
    long oldest = Long.MAX_VALUE;
    for (PacketView packet : held.values()) {
      oldest = Math.min(oldest, packet.arrivalNanos);
    }
    return oldest;
  }

  /** Nothing more will come: goes on without all that is missing. */
  void giveUp() {
    while (!held.isEmpty()) {
      skip();
    }
  }

  private void skip() {
    long first = held.firstKey();
    reader.missed(first - next);
    next = first;
    giveHeld();
  }

  private void giveHeld() {
    for (PacketView packet = held.remove(next); packet != null; packet = held.remove(next)) {
      give(packet);
    }
  }

  private void give(PacketView packet) {
    next = packet.number + 1;
    reader.inOrder(packet);
  }

  /** Packets that came when it was too late for them, or twice. */
  long late() {
    return late;
  }
}
