package dev.switchboard.media.rtp;

import java.util.Arrays;

/**
 * The last packets of a stream, for those who missed one. A ring by extended sequence number: a
 * packet is overwritten by the one that comes {@code capacity} numbers later. Memory is taken when
 * it is first needed, and used again.
 */
public final class PacketCache {
  private static final int GRANULE = 256;

  private final int mask;
  private final long maxAgeNanos;
  private long[] sequences = {};
  private long[] arrivals = {};
  private int[] lengths = {};
  private int[] restoredTypes = {};
  private byte[][] packets = {};

  /**
   * @param capacity packets, a power of two
   */
  public PacketCache(int capacity, long maxAgeNanos) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("Not a power of two: " + capacity);
    }
    this.mask = capacity - 1;
    this.maxAgeNanos = maxAgeNanos;
  }

  private void begin() {
    int capacity = mask + 1;
    sequences = new long[capacity];
    arrivals = new long[capacity];
    lengths = new int[capacity];
    restoredTypes = new int[capacity];
    packets = new byte[capacity][];
  }

  /** Forgets all packets: another stream begins. */
  public void clear() {
    Arrays.fill(lengths, 0);
  }

  /** Copies the packet. */
  public void put(long sequence, RtpPacket packet, long nowNanos) {
    if (packets.length == 0) {
      begin();
    }
    int slot = (int) sequence & mask;
    int length = packet.length();
    if (packets[slot] == null || packets[slot].length < length) {
      packets[slot] = new byte[(length + GRANULE - 1) / GRANULE * GRANULE];
    }
    System.arraycopy(packet.buffer(), packet.offset(), packets[slot], 0, length);
    sequences[slot] = sequence;
    arrivals[slot] = nowNanos;
    lengths[slot] = length;
    restoredTypes[slot] = packet.restoredType();
  }

  /**
   * Shows the packet as it was put, except that a restored one has no SSRC; false if it isn't here
   * any more. The view is valid until the next {@link #put}.
   */
  public boolean get(long sequence, long nowNanos, RtpPacket view) {
    int slot = (int) sequence & mask;
    if (packets.length == 0
        || lengths[slot] == 0
        || sequences[slot] != sequence
        || nowNanos - arrivals[slot] > maxAgeNanos
        || view.wrap(packets[slot], 0, lengths[slot]) != DropReason.NONE) {
      return false;
    }
    return restoredTypes[slot] < 0 || view.restore(restoredTypes[slot], 0) == DropReason.NONE;
  }
}
