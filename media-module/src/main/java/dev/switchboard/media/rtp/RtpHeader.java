package dev.switchboard.media.rtp;

/**
 * Writes the header of an outgoing RTP packet into a buffer of its own, which is used again for the
 * next packet. Extensions are written after {@link #begin}, in any order, then {@link #end}.
 */
public final class RtpHeader {
  /** Room for every extension that we write, with the longest dependency descriptor. */
  private static final int CAPACITY = 384;

  /** The longest element of the one-byte form. */
  private static final int ONE_BYTE_LIMIT = 16;

  private static final int ONE_BYTE_PROFILE = 0xbede;
  private static final int TWO_BYTE_PROFILE = 0x1000;

  private final byte[] buffer = new byte[CAPACITY];
  private final boolean alwaysTwoByte;
  private final boolean mixed;
  private boolean twoByte;
  private int length;

  /**
   * @param largestId the largest extension id in use: above 14 the two-byte form is written
   * @param mixed whether the form may differ from packet to packet (RFC 8285 section 4.1.2): then
   *     the two-byte form is also written where an element has more than 16 octets
   */
  public RtpHeader(int largestId, boolean mixed) {
    this.alwaysTwoByte = largestId > 14;
    this.mixed = mixed;
  }

  /** A header whose packets all have the same form. */
  public RtpHeader(int largestId) {
    this(largestId, false);
  }

  public void begin(boolean marker, int payloadType, int sequence, long timestamp, long ssrc) {
    buffer[0] = (byte) 0x80;
    buffer[1] = (byte) ((marker ? 0x80 : 0) | payloadType);
    Bytes.put16(buffer, 2, sequence);
    Bytes.put32(buffer, 4, timestamp);
    Bytes.put32(buffer, 8, ssrc);
    length = RtpPacket.FIXED_HEADER;
    twoByte = alwaysTwoByte;
  }

  /** Says that what follows the header ends with padding, whose last octet tells its length. */
  public void padded() {
    buffer[0] |= 0x20;
  }

  /**
   * Adds an element of {@code size} octets, 1 to 16, or to 255 in the two-byte form; nothing if
   * {@code id} is 0 or the element does not fit.
   */
  public void extension(int id, byte[] data, int offset, int size) {
    int at = element(id, size);
    if (at > 0) {
      System.arraycopy(data, offset, buffer, at, size);
    }
  }

  /** Adds an element with a 16-bit number. */
  public void extension16(int id, int value) {
    int at = element(id, 2);
    if (at > 0) {
      Bytes.put16(buffer, at, value);
    }
  }

  /** Adds an element with a 24-bit number. */
  public void extension24(int id, int value) {
    int at = element(id, 3);
    if (at > 0) {
      Bytes.put24(buffer, at, value);
    }
  }

  private int element(int id, int size) {
    if (id == 0 || size == 0 || size > 255 || length + size + 32 > CAPACITY) {
      return 0;
    }
    if (size > ONE_BYTE_LIMIT && !twoByte) {
      if (!mixed) {
        return 0;
      }
      widen();
    }
    if (length == RtpPacket.FIXED_HEADER) {
      buffer[0] |= 0x10;
      Bytes.put16(buffer, length, twoByte ? TWO_BYTE_PROFILE : ONE_BYTE_PROFILE);
      length += 4;
    }
    if (twoByte) {
      buffer[length++] = (byte) id;
      buffer[length++] = (byte) size;
    } else {
      buffer[length++] = (byte) (id << 4 | size - 1);
    }
    length += size;
    return length - size;
  }

  /** Turns what was written in the one-byte form into the two-byte form. */
  private void widen() {
    twoByte = true;
    if (length == RtpPacket.FIXED_HEADER) {
      return;
    }
    Bytes.put16(buffer, RtpPacket.FIXED_HEADER, TWO_BYTE_PROFILE);
    int at = RtpPacket.FIXED_HEADER + 4;
    while (at < length) {
      int head = Bytes.u8(buffer, at);
      int size = (head & 0x0f) + 1;
      System.arraycopy(buffer, at + 1, buffer, at + 2, length - at - 1);
      buffer[at] = (byte) (head >> 4);
      buffer[at + 1] = (byte) size;
      length++;
      at += 2 + size;
    }
  }

  /** Pads the extensions to a whole word and fills in their length. */
  public void end() {
    if (length == RtpPacket.FIXED_HEADER) {
      return;
    }
    while (length % 4 != 0) {
      buffer[length++] = 0;
    }
    Bytes.put16(buffer, RtpPacket.FIXED_HEADER + 2, (length - RtpPacket.FIXED_HEADER - 4) / 4);
  }

  /** Adds the number of the retransmitted packet after the header (RFC 4588 section 4). */
  public void originalSequence(int sequence) {
    Bytes.put16(buffer, length, sequence);
    length += 2;
  }

  /** Makes room behind what is there, for the beginning of the payload; returns where it is. */
  int append(int size) {
    length += size;
    return length - size;
  }

  public byte[] buffer() {
    return buffer;
  }

  public int length() {
    return length;
  }
}
