package dev.switchboard.media.forwarding;

/**
 * What was sent to a receiver and has not been told of yet, by transport-wide numbers. Room is made
 * when it is needed: most receivers tell soon.
 */
final class SentPackets {
  /** Half a second at 30 Mbit/s. */
  private static final int LIMIT = 2_048;

  private static final int FIRST_CAPACITY = 32;

  /** Rings by number, whose length is a power of two. */
  private long[] sentMicros = new long[FIRST_CAPACITY];

  private int[] sizes = new int[FIRST_CAPACITY];
  private int[] numbers = new int[FIRST_CAPACITY];
  private int[] clusters = new int[FIRST_CAPACITY];
  private boolean[] missing = new boolean[FIRST_CAPACITY];
  private int next;
  private int found;

  /**
   * Notes a packet that leaves now, and gives its number, 0 to 65535.
   *
   * @param cluster the probe that it belongs to, 0 for none
   */
  int sent(int bytes, int cluster, long nowNanos) {
    int number = next;
    if (sizes[slot(number)] != 0 && sizes.length < LIMIT) {
      grow();
    }
    int slot = slot(number);
    sentMicros[slot] = nowNanos / 1_000;
    sizes[slot] = bytes;
    numbers[slot] = number;
    clusters[slot] = cluster;
    missing[slot] = false;
    next = number + 1 & 0xffff;
    return number;
  }

  private int slot(int number) {
    return number & sizes.length - 1;
  }

  private void grow() {
    long[] oldMicros = sentMicros;
    int[] oldSizes = sizes;
    int[] oldNumbers = numbers;
    int[] oldClusters = clusters;
    boolean[] oldMissing = missing;
    sentMicros = new long[2 * oldSizes.length];
    sizes = new int[2 * oldSizes.length];
    numbers = new int[2 * oldSizes.length];
    clusters = new int[2 * oldSizes.length];
    missing = new boolean[2 * oldSizes.length];
    for (int i = 0; i < oldSizes.length; i++) {
      int slot = slot(oldNumbers[i]);
      sentMicros[slot] = oldMicros[i];
      sizes[slot] = oldSizes[i];
      numbers[slot] = oldNumbers[i];
      clusters[slot] = oldClusters[i];
      missing[slot] = oldMissing[i];
    }
  }

  /** Finds a packet, for the methods below; false if it was never sent, or is told already. */
  boolean find(int number) {
    found = slot(number);
    return sizes[found] != 0 && numbers[found] == number;
  }

  long sentMicros() {
    return sentMicros[found];
  }

  /** Octets. */
  int size() {
    return sizes[found];
  }

  int cluster() {
    return clusters[found];
  }

  /** Whether it was told to be missing; it may come yet. */
  boolean isMissing() {
    return missing[found];
  }

  void miss() {
    missing[found] = true;
  }

  /**
   * It has come: told once is enough, and the place must not match when the numbers have wrapped.
   */
  void forget() {
    sizes[found] = 0;
  }
}
