package dev.switchboard.media.rtp;

/**
 * Writes the header of an outgoing RTP packet into a buffer of its own, which is used again for the
 * next packet. Extensions are written after {@link #begin}, in any order, then {@link #end}.
 */
public final class RtpHeader {
  /** Room for every extension that we write, and for earlier sound behind them. */
  public static final int CAPACITY = 384;

  /** Of it what stays free behind the extensions, for the beginning of the payload. */
  private static final int RESERVE = 24;

  /** Octets of an element in the one-byte form, and in the two-byte form. */
  private static final int LARGEST_ONE_BYTE = 16;

  private static final int LARGEST = 255;

  private final byte[] buffer = new byte[CAPACITY];
  private final boolean always;
  private boolean twoByte;
  private int length;

  /**
   * @param largestId the largest extension id in use: above 14 the two-byte form is always written
   */
  public RtpHeader(int largestId) {
    this.always = largestId > 14;
  }

  public void begin(boolean marker, int payloadType, int sequence, long timestamp, long ssrc) {
    buffer[0] = (byte) 0x80;
    buffer[1] = (byte) ((marker ? 0x80 : 0) | payloadType);
    Bytes.put16(buffer, 2, sequence);
    Bytes.put32(buffer, 4, timestamp);
    Bytes.put32(buffer, 8, ssrc);
    length = RtpPacket.FIXED_HEADER;
    twoByte = always;
  }

  /** Says that what follows the header ends with padding, whose last octet tells its length. */
  public void padded() {
    buffer[0] |= 0x20;
  }

  /**
   * Adds an element of {@code size} octets, 1 to 16, or to 255 if it is the first: then the whole
   * header has the two-byte form (RFC 8285 section 4.1.2). Nothing if {@code id} is 0.
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
    boolean first = length == RtpPacket.FIXED_HEADER;
    int most = first || twoByte ? LARGEST : LARGEST_ONE_BYTE;
    if (id == 0 || size == 0 || size > most || length + size + RESERVE > CAPACITY) {
      return 0;
    }
    if (first) {
      twoByte |= size > LARGEST_ONE_BYTE;
      buffer[0] |= 0x10;
      Bytes.put16(buffer, length, twoByte ? 0x1000 : 0xbede);
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

  /**
   * Announces an earlier frame that goes with this packet (RFC 2198 section 3), after {@link #end};
   * see {@link RedundantFrames}.
   */
  public void announceEarlier(int payloadType, int timestampOffset, int octets) {
    buffer[length] = (byte) (0x80 | payloadType);
    Bytes.put24(buffer, length + 1, timestampOffset << 10 | octets);
    length += 4;
  }

  /** Announces the packet's own frame, after the earlier ones. */
  public void announceFrame(int payloadType) {
    buffer[length++] = (byte) payloadType;
  }

  /** Adds an earlier frame, after all are announced. */
  public void add(byte[] frame, int octets) {
    System.arraycopy(frame, 0, buffer, length, octets);
    length += octets;
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
