package dev.switchboard.media.forwarding;

import java.util.Arrays;

/**
 * Packets of a stream that have not come, and when to ask for them. A packet is asked for when it
 * is 20 ms late or two packets behind, because networks reorder neighbours; again after a round
 * trip; and given up when the sender can't have it any more or its frame is long past. Most streams
 * miss nothing most of the time, so room is made when it is needed.
 */
final class MissingPackets {
  /** More than that is an outage, which a key frame ends faster. */
  static final int CAPACITY = 256;

  private static final long REORDER_NANOS = 20_000_000L;
  private static final int REORDER_PACKETS = 2;
  private static final int MAX_REQUESTS = 10;
  private static final long MAX_AGE_NANOS = 1_000_000_000L;

  private static final int FIRST_CAPACITY = 16;

  private long[] numbers = {};
  private long[] noticed = {};
  private long[] asked = {};
  private int[] requests = {};
  private int[] due = {};
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void clear() {
    size = 0;
  }

  /**
   * Notes that the packets after {@code from} and before {@code to} are missing.
   *
   * @return false if they are too many, and all are given up
   */
  boolean missed(long from, long to, long nowNanos) {
    if (to - from - 1 > CAPACITY - size) {
      clear();
      return false;
    }
    makeRoom(size + (int) (to - from - 1));
    for (long number = from + 1; number < to; number++) {
      numbers[size] = number;
      noticed[size] = nowNanos;
      requests[size] = 0;
      size++;
    }
    return true;
  }

  private void makeRoom(int needed) {
    if (needed > numbers.length) {
      int capacity = Math.max(FIRST_CAPACITY, Integer.highestOneBit(needed - 1) << 1);
      numbers = Arrays.copyOf(numbers, capacity);
      noticed = Arrays.copyOf(noticed, capacity);
      asked = Arrays.copyOf(asked, capacity);
      requests = Arrays.copyOf(requests, capacity);
      due = new int[capacity];
    }
  }

  /** Notes that a packet has come. Returns whether it had been asked for. */
  boolean came(long number) {
    for (int i = 0; i < size; i++) {
      if (numbers[i] == number) {
        boolean wasAsked = requests[i] > 0;
        remove(i, i + 1);
        return wasAsked;
      }
    }
    return false;
  }

  /**
   * Collects the packets to ask for now into {@link #due}, in ascending order, and notes that they
   * are asked for.
   *
   * @return how many
   */
  int collectDue(long highest, long nowNanos, long roundTripNanos) {
    int count = 0;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (nowNanos - noticed[i] > MAX_AGE_NANOS || requests[i] >= MAX_REQUESTS) {
        continue;
      }
      move(i, kept);
      if (isDue(kept, highest, nowNanos, roundTripNanos)) {
        requests[kept]++;
        asked[kept] = nowNanos;
        due[count++] = (int) numbers[kept] & 0xffff;
      }
      kept++;
    }
    size = kept;
    return count;
  }

  /** The 16-bit numbers that were collected last. */
  int[] due() {
    return due;
  }

  private boolean isDue(int i, long highest, long nowNanos, long roundTripNanos) {
    if (requests[i] == 0) {
      return nowNanos - noticed[i] >= REORDER_NANOS || highest - numbers[i] >= REORDER_PACKETS;
    }
    return nowNanos - asked[i] >= Math.max(REORDER_NANOS, roundTripNanos + roundTripNanos / 4);
  }

  private void remove(int from, int to) {
    for (int i = to; i < size; i++) {
      move(i, from + i - to);
    }
    size -= to - from;
  }

  private void move(int from, int to) {
    numbers[to] = numbers[from];
    noticed[to] = noticed[from];
    asked[to] = asked[from];
    requests[to] = requests[from];
  }
}
