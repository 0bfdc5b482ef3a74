package dev.switchboard.media.rtp;

import java.util.Arrays;

/**
 * Which packets of a transport arrived, and when: what a receiver tells a sender every 100 ms or so
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1).
 *
 * <pre>
 * |V=2|P|  FMT=15 |    PT=205     |           length              |
 * |                     SSRC of packet sender                     |
 * |                      SSRC of media source                     |
 * |      base sequence number     |      packet status count      |
 * |                 reference time (64 ms)        | fb pkt. count |
 * |          packet chunks ...                                    |  one symbol for each packet
 * |          receive deltas ...                                   |  250 us, 8 or 16 bits
 * </pre>
 *
 * This class collects arrivals and writes the feedback. A number that comes again is not told
 * again; one that comes after feedback has told that it was missing is, and all after it too,
 * because a sender would take it for lost otherwise, and slow down. Not thread-safe.
 */
public final class TransportFeedback {
  /** Hears what a feedback says about each packet. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param sequence 0 to 65535
     * @param arrivalMicros on the receiver's clock, whose zero is unknown and which wraps after 12
     *     days; undefined if the packet is lost
     */
    void packet(int sequence, boolean arrived, long arrivalMicros);
  }

  private static final int HEADER = 20;
  private static final int DELTA_MICROS = 250;
  private static final int REFERENCE_MICROS = 64_000;

  /** Packets that are remembered between two feedbacks: 100 ms at 50 Mbit/s. */
  private static final int CAPACITY = 512;

  /** Packets told in one feedback, so that it fits into one datagram even at two octets each. */
  private static final int MAX_PACKETS = 400;

  /** Octets of the largest feedback: header, chunks, and deltas of two octets. */
  static final int MAX_LENGTH = HEADER + (MAX_PACKETS + 6) / 7 * 2 + MAX_PACKETS * 2 + 4;

  /**
   * Packets that a feedback may tell of. A run of 8,191 lost ones takes two octets, so that a few
   * datagrams could keep the loop busy otherwise.
   */
  private static final int MAX_TOLD = 2_048;

  private static final long NOTHING = Long.MIN_VALUE;

  /** In the place of a number before those that are counted. */
  private static final long OUT_OF_SIGHT = Long.MIN_VALUE + 1;

  /** Made when the first packet comes: many legs send nothing. */
  private long[] arrivals = {};

  private long first = NOTHING;
  private long last;
  private int feedbackCount;

  /** Remembers an arrival. */
  public void arrived(int sequence, long nowMicros) {
    if (first == NOTHING) {
      arrivals = new long[CAPACITY];
      Arrays.fill(arrivals, OUT_OF_SIGHT);
      first = sequence;
      last = sequence - 1L;
    }
    long extended = SequenceNumbers.extend(last, sequence);
    if (last - extended >= CAPACITY) {
      return;
    }
    if (extended - first >= CAPACITY) {
      // A jump: nothing useful can be said about what lies before it.
      Arrays.fill(arrivals, OUT_OF_SIGHT);
      first = extended;
      last = extended - 1;
    }
    while (last < extended) {
      last++;
      arrivals[slot(last)] = NOTHING;
    }
    if (arrival(extended) == NOTHING) {
      arrivals[slot(extended)] = nowMicros;
      first = Math.min(first, extended);
    }
  }

  /** Whether there is something to tell. */
  public boolean isPending() {
    return first != NOTHING && first <= last; // The last one has always arrived.
  }

  /**
   * Writes one feedback on what arrived since the last; more may stay {@linkplain #isPending
   * pending}.
   *
   * @param buffer with room for {@link #MAX_LENGTH} octets from {@code offset} on
   * @return octets written
   */
  int write(byte[] buffer, int offset, long senderSsrc, long mediaSsrc) {
    long anchor = first;
    while (arrival(anchor) == NOTHING) {
      anchor++;
    }
    if (anchor - first >= MAX_PACKETS) {
      first = anchor;
    }
    long reference = Math.floorDiv(arrival(anchor), REFERENCE_MICROS);
    int count = countThatFits(reference);
    buffer[offset] = (byte) (0x80 | RtcpPacket.TRANSPORT_CC);
    buffer[offset + 1] = (byte) RtcpPacket.TRANSPORT_FEEDBACK;
    Bytes.put32(buffer, offset + 4, senderSsrc);
    Bytes.put32(buffer, offset + 8, mediaSsrc);
    Bytes.put16(buffer, offset + 12, (int) first);
    Bytes.put16(buffer, offset + 14, count);
    Bytes.put24(buffer, offset + 16, (int) reference);
    buffer[offset + 19] = (byte) feedbackCount++;
    int at = writeChunks(buffer, offset + HEADER, reference, count);
    at = writeDeltas(buffer, at, reference, count);
    while ((at - offset) % 4 != 0) {
      buffer[at++] = 0;
    }
    Bytes.put16(buffer, offset + 2, (at - offset) / 4 - 1);
    first += count;
    return at - offset;
  }

  private long arrival(long sequence) {
    return arrivals[slot(sequence)];
  }

  private static int slot(long sequence) {
    return (int) sequence & CAPACITY - 1;
  }

  /** Packets until the first whose delta needs more than 16 bits: it begins the next feedback. */
  private int countThatFits(long reference) {
    long previous = reference * (REFERENCE_MICROS / DELTA_MICROS);
    int count = 0;
    while (first + count <= last && count < MAX_PACKETS) {
      long arrival = arrival(first + count);
      if (arrival != NOTHING) {
        long ticks = Math.floorDiv(arrival, DELTA_MICROS);
        if (ticks - previous != (short) (ticks - previous)) {
          break;
        }
        previous = ticks;
      }
      count++;
    }
    return count;
  }

  /** Two-bit status vectors: {@code |1|1| 7 symbols |}; 0 lost, 1 small delta, 2 large delta. */
  private int writeChunks(byte[] buffer, int offset, long reference, int count) {
    long previous = reference * (REFERENCE_MICROS / DELTA_MICROS);
    int at = offset;
    for (int i = 0; i < count; i += 7, at += 2) {
      int chunk = 0xc000;
      for (int j = i; j < Math.min(count, i + 7); j++) {
        long arrival = arrival(first + j);
        if (arrival != NOTHING) {
          long ticks = Math.floorDiv(arrival, DELTA_MICROS);
          int symbol = isSmall(ticks - previous) ? 1 : 2;
          chunk |= symbol << 12 - 2 * (j - i);
          previous = ticks;
        }
      }
      Bytes.put16(buffer, at, chunk);
    }
    return at;
  }

  private int writeDeltas(byte[] buffer, int offset, long reference, int count) {
    long previous = reference * (REFERENCE_MICROS / DELTA_MICROS);
    int at = offset;
    for (int i = 0; i < count; i++) {
      long arrival = arrival(first + i);
      if (arrival != NOTHING) {
        long delta = Math.floorDiv(arrival, DELTA_MICROS) - previous;
        if (isSmall(delta)) {
          buffer[at++] = (byte) delta;
        } else {
          Bytes.put16(buffer, at, (int) delta);
          at += 2;
        }
        previous += delta;
      }
    }
    return at;
  }

  private static boolean isSmall(long delta) {
    return delta >= 0 && delta <= 255;
  }

  /** Reads a part of {@code buffer}; the part has at least 20 octets. */
  static boolean read(byte[] buffer, int start, int end, Visitor visitor) {
    int base = Bytes.u16(buffer, start + 12);
    int count = Bytes.u16(buffer, start + 14);
    if (count > MAX_TOLD) {
      return false;
    }
    int deltas = skipChunks(buffer, start + HEADER, end, count);
    if (deltas < 0) {
      return false;
    }
    long ticks = (long) (Bytes.u24(buffer, start + 16)) * (REFERENCE_MICROS / DELTA_MICROS);
    int chunkAt = start + HEADER;
    for (int done = 0; done < count; chunkAt += 2) {
      int chunk = Bytes.u16(buffer, chunkAt);
      int symbols = Math.min(symbols(chunk), count - done);
      for (int i = 0; i < symbols; i++, done++) {
        int symbol = symbol(chunk, i);
        int size = symbol == 1 ? 1 : symbol == 2 ? 2 : 0;
        if (deltas + size > end) {
          return false;
        }
        ticks +=
            size == 1
                ? Bytes.u8(buffer, deltas)
                : size == 2 ? (short) Bytes.u16(buffer, deltas) : 0;
        deltas += size;
        visitor.packet(base + done & 0xffff, size > 0, ticks * DELTA_MICROS);
      }
    }
    return true;
  }

  /** Where the deltas begin, or -1 if the chunks don't fit. */
  private static int skipChunks(byte[] buffer, int offset, int end, int count) {
    int at = offset;
    for (int done = 0; done < count; at += 2) {
      if (at + 2 > end) {
        return -1;
      }
      int symbols = symbols(Bytes.u16(buffer, at));
      if (symbols == 0) {
        return -1;
      }
      done += symbols;
    }
    return at;
  }

  /** Run length {@code |0|S S|13 bits|}, or a vector of 14 one-bit or 7 two-bit symbols. */
  private static int symbols(int chunk) {
    return (chunk & 0x8000) == 0 ? chunk & 0x1fff : (chunk & 0x4000) == 0 ? 14 : 7;
  }

  private static int symbol(int chunk, int index) {
    if ((chunk & 0x8000) == 0) {
      return chunk >> 13 & 3;
    }
    return (chunk & 0x4000) == 0 ? chunk >> 13 - index & 1 : chunk >> 12 - 2 * index & 3;
  }
}
