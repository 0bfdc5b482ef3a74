package dev.switchboard.media.rtp;

/**
 * A view of one RTP packet in a buffer that belongs to somebody else; used again for the next
 * packet. It reads in place and never writes.
 *
 * <pre>
 *  0                   1                   2                   3      RFC 3550 section 5.1
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |           synchronization source (SSRC) identifier            |
 * |            contributing source (CSRC) identifiers, CC times   |
 * |  0xBEDE or 0x100 + appbits    |   length in words             | if X (RFC 8285)
 * |                     extension elements ...                    |
 * </pre>
 */
public final class RtpPacket {
  /** Octets of the fixed header. */
  public static final int FIXED_HEADER = 12;

  private static final int ONE_BYTE_PROFILE = 0xbede;
  private static final int TWO_BYTE_PROFILE = 0x1000;

  private byte[] buffer = new byte[0];
  private int start;
  private int end;
  private int payloadStart;
  private int payloadEnd;
  private int extensionsStart;
  private int extensionsEnd;
  private boolean oneByte;
  private boolean marker;
  private int payloadType;
  private int sequence;
  private long timestamp;
  private long ssrc;
  private int restoredType;
  private int headerEnd;
  private boolean frame;

  /**
   * Looks at a packet; the view is valid as long as the bytes stay. Anything but {@link
   * DropReason#NONE} leaves the view undefined.
   */
  public DropReason wrap(byte[] packet, int offset, int length) {
    if (length < FIXED_HEADER) {
      return DropReason.RTP_TRUNCATED;
    }
    int first = Bytes.u8(packet, offset);
    if (first >> 6 != 2) {
      return DropReason.RTP_VERSION;
    }
    buffer = packet;
    start = offset;
    end = offset + length;
    int second = Bytes.u8(packet, offset + 1);
    marker = (second & 0x80) != 0;
    payloadType = second & 0x7f;
    sequence = Bytes.u16(packet, offset + 2);
    timestamp = Bytes.u32(packet, offset + 4);
    ssrc = Bytes.u32(packet, offset + 8);
    restoredType = -1;
    frame = false;
    payloadStart = offset + FIXED_HEADER + 4 * (first & 0x0f);
    extensionsStart = extensionsEnd = payloadStart;
    if ((first & 0x10) != 0 && !wrapExtensions() || payloadStart > end) {
      return DropReason.RTP_TRUNCATED;
    }
    headerEnd = payloadStart;
    return (first & 0x20) != 0 ? dropPadding() : keepAll();
  }

  private boolean wrapExtensions() {
    if (payloadStart + 4 > end) {
      return false;
    }
    int profile = Bytes.u16(buffer, payloadStart);
    extensionsStart = payloadStart + 4;
    payloadStart = extensionsStart + 4 * Bytes.u16(buffer, payloadStart + 2);
    oneByte = profile == ONE_BYTE_PROFILE;
    boolean known = oneByte || (profile & 0xfff0) == TWO_BYTE_PROFILE;
    extensionsEnd = known ? payloadStart : extensionsStart;
    return payloadStart <= end;
  }

  private DropReason keepAll() {
    payloadEnd = end;
    return DropReason.NONE;
  }

  private DropReason dropPadding() {
    int padding = payloadStart < end ? Bytes.u8(buffer, end - 1) : 0;
    payloadEnd = end - padding;
    return padding == 0 || payloadEnd < payloadStart ? DropReason.RTP_PADDING : DropReason.NONE;
  }

  /**
   * Turns the view of a retransmission into that of the packet that it carries (RFC 4588 section
   * 4): the first two octets of the payload are its sequence number.
   */
  public DropReason restore(int originalType, long originalSsrc) {
    if (payloadLength() == 0) {
      return DropReason.RTX_PROBE;
    }
    if (payloadLength() < 2) {
      return DropReason.RTX_INVALID;
    }
    sequence = Bytes.u16(buffer, payloadStart);
    payloadStart += 2;
    payloadType = originalType;
    ssrc = originalSsrc;
    restoredType = originalType;
    return DropReason.NONE;
  }

  /** Turns the view into that of one of the frames in the packet. */
  void show(int type, int number, long time, boolean marked, int frameStart, int frameEnd) {
    payloadType = type;
    sequence = number;
    timestamp = time;
    marker = marked;
    payloadStart = frameStart;
    payloadEnd = frameEnd;
    frame = true;
  }

  /** Octets that {@link #copyTo} writes. */
  int copyLength() {
    return frame ? headerEnd - start + payloadLength() : length();
  }

  /** Copies the packet; of one that has several frames, a packet of the frame in view. */
  void copyTo(byte[] out, int offset) {
    if (!frame) {
      System.arraycopy(buffer, start, out, offset, length());
      return;
    }
    int header = headerEnd - start;
    System.arraycopy(buffer, start, out, offset, header);
    out[offset] &= (byte) ~0x20;
    out[offset + 1] = (byte) ((marker ? 0x80 : 0) | payloadType);
    Bytes.put16(out, offset + 2, sequence);
    Bytes.put32(out, offset + 4, timestamp);
    System.arraycopy(buffer, payloadStart, out, offset + header, payloadLength());
  }

  /** The original payload type if this is a restored retransmission, else -1. */
  int restoredType() {
    return restoredType;
  }

  public boolean marker() {
    return marker;
  }

  public int payloadType() {
    return payloadType;
  }

  /** 0 to 65535. */
  public int sequence() {
    return sequence;
  }

  /** 0 to 2^32-1. */
  public long timestamp() {
    return timestamp;
  }

  /** 0 to 2^32-1. */
  public long ssrc() {
    return ssrc;
  }

  /** The buffer that all offsets refer to. */
  public byte[] buffer() {
    return buffer;
  }

  /** Where the packet begins. */
  public int offset() {
    return start;
  }

  /** Octets of the whole packet as it was received, padding included. */
  public int length() {
    return end - start;
  }

  public int payloadOffset() {
    return payloadStart;
  }

  /** Octets of payload without padding, at least 0. */
  public int payloadLength() {
    return payloadEnd - payloadStart;
  }

  /** Where the data of the extension element begins, or -1 if the packet doesn't have it. */
  public int extension(int id) {
    if (id == 0) {
      return -1;
    }
    return oneByte ? oneByteExtension(id) : twoByteExtension(id);
  }

  /** Likewise, or -1 if there are fewer than {@code least} octets of data. */
  public int extension(int id, int least) {
    int at = extension(id);
    return at >= 0 && extensionLength(at) >= least ? at : -1;
  }

  /** Octets of data of the element that {@link #extension} found at {@code at}. */
  public int extensionLength(int at) {
    int before = Bytes.u8(buffer, at - 1);
    return oneByte ? (before & 0x0f) + 1 : before;
  }

  /** {@code | ID 1-14 | length - 1 | data |} (RFC 8285 section 4.2); 0 is padding, 15 ends it. */
  private int oneByteExtension(int id) {
    int at = extensionsStart;
    while (at < extensionsEnd) {
      int head = Bytes.u8(buffer, at++);
      if (head == 0) {
        continue;
      }
      int dataLength = (head & 0x0f) + 1;
      if (head >> 4 == 15 || at + dataLength > extensionsEnd) {
        return -1;
      }
      if (head >> 4 == id) {
        return at;
      }
      at += dataLength;
    }
    return -1;
  }

  /** {@code | ID 1-255 | length | data |} (RFC 8285 section 4.3); 0 is one octet of padding. */
  private int twoByteExtension(int id) {
    int at = extensionsStart;
    while (at < extensionsEnd) {
      int head = Bytes.u8(buffer, at++);
      if (head == 0) {
        continue;
      }
      if (at >= extensionsEnd || at + 1 + Bytes.u8(buffer, at) > extensionsEnd) {
        return -1;
      }
      if (head == id) {
        return at + 1;
      }
      at += 1 + Bytes.u8(buffer, at);
    }
    return -1;
  }
}
