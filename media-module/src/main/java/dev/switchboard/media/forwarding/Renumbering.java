package dev.switchboard.media.forwarding;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How the numbers and timestamps of what is received become those of what is sent, and back: one
 * row without a gap to the receiver, whatever is left out and whichever encoding follows which.
 *
 * <pre>
 *  received  | 7 8 9 10 | 11 12 | 13 14 | 501 502 503   encoding 0, then 1; 11 and 12 are left out
 *  sent      | 1 2 3  4 |       |  5  6 |   7   8   9   three segments
 * </pre>
 *
 * A segment is a row of numbers that are moved by the same step. Enough segments are kept for what
 * can still be asked for again. On the loop of the call.
 */
final class Renumbering {
  private static final int FIRST_CAPACITY = 4;

  /** Four seconds of frames of which something is left out, each. */
  private static final int CAPACITY = 128;

  /** Rings by the count of segments, whose length is a power of two. */
  private long[] firstSent = new long[FIRST_CAPACITY];

  private long[] numberSteps = new long[FIRST_CAPACITY];
  private long[] timestampSteps = new long[FIRST_CAPACITY];
  private int[] pictureSteps = new int[FIRST_CAPACITY];
  private int[] encodings = new int[FIRST_CAPACITY];

  /** The segments that are kept are those from {@code oldest} to {@code next - 1}. */
  private long oldest;

  private long next;

  /** The first segment of the encoding that is sent now. */
  private long present;

  private long highestReceived;
  private long highestSent = lowNumber();
  private long found;

  /**
   * Numbers begin in the lower half, since the receiver counts their wraps from the first packet
   * that reaches it, and those before may be lost (RFC 3711 section 3.3.1).
   */
  private static long lowNumber() {
    return ThreadLocalRandom.current().nextInt(0x4000);
  }

  /** The receiver begins anew: so do the numbers. */
  void restart() {
    clear();
    highestSent = lowNumber();
  }

  /** Nothing of what was sent so far can be asked for again. */
  void clear() {
    oldest = present = next;
  }

  /** Nothing of what was sent before the present encoding can be asked for again. */
  void clearPast() {
    oldest = present;
  }

  /**
   * The next packet of an encoding follows what was sent last, whatever its number.
   *
   * @param timestampStep what to add to its timestamps
   */
  void begin(int encoding, long received, long timestampStep) {
    present = next;
    highestReceived = received - 1;
    int slot = add(received, highestSent + 1 - received);
    encodings[slot] = encoding;
    timestampSteps[slot] = timestampStep;
    pictureSteps[slot] = 0;
  }

  /** The segment that was begun just now moves the numbers that VP8 has of its own by this step. */
  void movePictures(int pictureStep) {
    pictureSteps[slot(next - 1)] = pictureStep;
  }

  private int add(long received, long numberStep) {
    if (next - oldest == firstSent.length) {
      if (firstSent.length < CAPACITY) {
        grow();
      } else {
        oldest++;
        present = Math.max(present, oldest);
      }
    }
    int slot = slot(next++);
    firstSent[slot] = received + numberStep;
    numberSteps[slot] = numberStep;
    return slot;
  }

  private void grow() {
    // A slot keeps its place or moves by the old length: the copy in the other half is not read.
    firstSent = twice(firstSent);
    numberSteps = twice(numberSteps);
    timestampSteps = twice(timestampSteps);
    pictureSteps = twice(pictureSteps);
    encodings = twice(encodings);
  }

  private static long[] twice(long[] ring) {
    long[] larger = Arrays.copyOf(ring, 2 * ring.length);
    System.arraycopy(ring, 0, larger, ring.length, ring.length);
    return larger;
  }

  private static int[] twice(int[] ring) {
    int[] larger = Arrays.copyOf(ring, 2 * ring.length);
    System.arraycopy(ring, 0, larger, ring.length, ring.length);
    return larger;
  }

  private int slot(long segment) {
    return (int) segment & firstSent.length - 1;
  }

  /**
   * Finds the segment of a packet of the present encoding, for {@link #sent} and {@link
   * #timestampStep}; false if it lies before the first one that was sent, or too far back.
   */
  boolean findReceived(long received) {
    highestReceived = Math.max(highestReceived, received);
    for (found = next - 1; found >= present; found--) {
      int slot = slot(found);
      if (received + numberSteps[slot] >= firstSent[slot]) {
        return true;
      }
    }
    return false;
  }

  /** Leaves out a packet of the present encoding: those behind it close up. */
  void leaveOut(long received) {
    if (received <= highestReceived || next == present) {
      return;
    }
    highestReceived = received;
    int slot = slot(next - 1);
    long step = numberSteps[slot] - 1;
    if (received + numberSteps[slot] == firstSent[slot]) {
      // Nothing is sent in the segment yet, so it begins one later.
      numberSteps[slot] = step;
    } else {
      int behind = add(received + 1, step);
      int before = slot(next - 2);
      timestampSteps[behind] = timestampSteps[before];
      pictureSteps[behind] = pictureSteps[before];
      encodings[behind] = encodings[before];
    }
  }

  /** Finds the segment of a packet that was sent; false if it was not, or that is too long ago. */
  boolean findSent(long sent) {
    if (sent > highestSent) {
      return false;
    }
    for (found = next - 1; found >= oldest; found--) {
      if (sent >= firstSent[slot(found)]) {
        return true;
      }
    }
    return false;
  }

  /** The number to send in the segment that was found, for what was received as {@code number}. */
  long sent(long number) {
    return number + numberSteps[slot(found)];
  }

  /** The number that was received, in the segment that was found, for what was sent as that. */
  long received(long number) {
    return number - numberSteps[slot(found)];
  }

  /** What to add to a timestamp in the segment that was found. */
  long timestampStep() {
    return timestampSteps[slot(found)];
  }

  /** The step of VP8's own numbers in the segment that was found. */
  int pictureStep() {
    return pictureSteps[slot(found)];
  }

  /** The encoding of the segment that was found. */
  int encoding() {
    return encodings[slot(found)];
  }

  /** What to add to a timestamp of the present encoding now, after {@link #begin}. */
  long presentTimestampStep() {
    return timestampSteps[slot(next - 1)];
  }

  /** A packet has been sent by this number; true if none was sent with a higher one. */
  boolean isNewest(long sent) {
    if (sent <= highestSent) {
      return false;
    }
    highestSent = sent;
    return true;
  }

  /** The highest number that was sent, or the one before the first. */
  long highestSent() {
    return highestSent;
  }
}
