package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.RtpHeader;
import dev.switchboard.media.rtp.RtpPacket;
import java.util.Arrays;

/** The last frames of a sound, to be sent once more with the next one to those who lose some. */
final class RecentSound {
  private static final int CAPACITY = 4;

  /** What a length of 10 bits can say (RFC 2198 section 3). */
  private static final int LARGEST = 1_023;

  /** What 14 bits can say (RFC 2198 section 3). */
  private static final int LONGEST_AGO = (1 << 14) - 1;

  /** What fits behind a header of sound. */
  private static final int ROOM = RtpHeader.CAPACITY - 80;

  private final long[] numbers = new long[CAPACITY];
  private final long[] timestamps = new long[CAPACITY];
  private final int[] lengths = new int[CAPACITY];
  private final byte[][] frames = new byte[CAPACITY][0];
  private int planned;
  private long plannedFor;

  /** Another sound begins. */
  void clear() {
    Arrays.fill(lengths, 0);
  }

  void keep(ReceivedPacket packet) {
    RtpPacket rtp = packet.rtp();
    int slot = slot(packet.number());
    int length = rtp.payloadLength();
    if (length > LARGEST) {
      lengths[slot] = 0;
      return;
    }
    if (frames[slot].length < length) {
      frames[slot] = new byte[Integer.highestOneBit(length) << 1];
    }
    System.arraycopy(rtp.buffer(), rtp.payloadOffset(), frames[slot], 0, length);
    numbers[slot] = packet.number();
    timestamps[slot] = rtp.timestamp();
    lengths[slot] = length;
  }

  private static int slot(long number) {
    return (int) number & CAPACITY - 1;
  }

  /**
   * Chooses the frames before a packet that go with it.
   *
   * @param copies how many, if they are here
   * @return octets that {@link #writePlanned} will add, 0 if there is nothing to add
   */
  int plan(long number, int copies) {
    int octets = 1;
    planned = 0;
    while (planned < copies) {
      int slot = slot(number - planned - 1);
      long since = timestamps[slot(number)] - timestamps[slot] & 0xffff_ffffL;
      int with = octets + 4 + lengths[slot];
      boolean here = lengths[slot] > 0 && numbers[slot] == number - planned - 1;
      if (!here || since > LONGEST_AGO || with > ROOM) {
        break;
      }
      octets = with;
      planned++;
    }
    plannedFor = number;
    return planned == 0 ? 0 : octets;
  }

  /** Adds what was planned last to a header that has ended. */
  void writePlanned(RtpHeader header, int payloadType) {
    long timestamp = timestamps[slot(plannedFor)];
    for (int i = planned; i > 0; i--) {
      int slot = slot(plannedFor - i);
      header.announceEarlier(payloadType, (int) (timestamp - timestamps[slot]), lengths[slot]);
    }
    header.announceFrame(payloadType);
    for (int i = planned; i > 0; i--) {
      int slot = slot(plannedFor - i);
      header.add(frames[slot], lengths[slot]);
    }
  }
}
