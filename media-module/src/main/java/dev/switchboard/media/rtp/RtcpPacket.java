package dev.switchboard.media.rtp;

import java.util.function.IntConsumer;

/**
 * A view of a compound RTCP packet, part after part; reduced-size compounds (RFC 5506) too. Used
 * again for the next one.
 *
 * <pre>
 * |V=2|P| RC/FMT  |      PT       |            length             |  RFC 3550 section 6.4
 * |                     SSRC of packet sender                     |
 * |                     SSRC of media source                      |  feedback: RFC 4585 section 6.1
 * </pre>
 */
public final class RtcpPacket {
  public static final int SENDER_REPORT = 200;
  public static final int RECEIVER_REPORT = 201;
  public static final int SOURCE_DESCRIPTION = 202;
  public static final int BYE = 203;
  public static final int TRANSPORT_FEEDBACK = 205;
  public static final int PAYLOAD_FEEDBACK = 206;

  /** Formats of {@link #TRANSPORT_FEEDBACK}. */
  public static final int NACK = 1;

  public static final int TRANSPORT_CC = 15;

  /** Formats of {@link #PAYLOAD_FEEDBACK}. */
  public static final int PLI = 1;

  public static final int FIR = 4;
  public static final int APPLICATION = 15;

  private static final int REPORT_BLOCK = 24;
  private static final long REMB_NAME = 0x52454d42L;

  private byte[] buffer = new byte[0];
  private int next;
  private int end;
  private int start;
  private int partEnd;

  /** Looks at a compound. If all parts fit, {@link #next} then shows the first. */
  public DropReason wrap(byte[] compound, int offset, int length) {
    end = offset + length;
    if (length < 4) {
      return DropReason.RTCP_TRUNCATED;
    }
    for (int at = offset; at < end; ) {
      if (at + 4 > end) {
        return DropReason.RTCP_TRUNCATED;
      }
      if (Bytes.u8(compound, at) >> 6 != 2) {
        return DropReason.RTCP_VERSION;
      }
      at += 4 + 4 * Bytes.u16(compound, at + 2);
      if (at > end) {
        return DropReason.RTCP_TRUNCATED;
      }
    }
    buffer = compound;
    next = offset;
    return DropReason.NONE;
  }

  /** Goes to the next part; false after the last. */
  public boolean next() {
    if (next >= end) {
      return false;
    }
    start = next;
    next = start + 4 + 4 * Bytes.u16(buffer, start + 2);
    boolean padded = (buffer[start] & 0x20) != 0;
    int padding = padded && next - start > 4 ? Bytes.u8(buffer, next - 1) : 0;
    partEnd = Math.max(start + 4, next - padding);
    return true;
  }

  public int type() {
    return Bytes.u8(buffer, start + 1);
  }

  /** The number of report blocks, or the feedback format: 0 to 31. */
  public int count() {
    return buffer[start] & 0x1f;
  }

  /** Whether the part is long enough for what its type and count say that it holds. */
  public boolean isComplete() {
    int size = partEnd - start;
    return switch (type()) {
      case SENDER_REPORT -> size >= 28 + REPORT_BLOCK * count();
      case RECEIVER_REPORT -> size >= 8 + REPORT_BLOCK * count();
      case TRANSPORT_FEEDBACK -> size >= (count() == TRANSPORT_CC ? 20 : 12);
      case PAYLOAD_FEEDBACK -> size >= 12;
      default -> true;
    };
  }

  public long senderSsrc() {
    return Bytes.u32(buffer, start + 4);
  }

  /** Of a feedback part: the stream that it is about. */
  public long mediaSsrc() {
    return Bytes.u32(buffer, start + 8);
  }

  /** Of a sender report: NTP time, 32.32 bits since 1900. */
  public long ntpTime() {
    return Bytes.u32(buffer, start + 8) << 32 | Bytes.u32(buffer, start + 12);
  }

  /** Of a sender report: the RTP timestamp of that time. */
  public long rtpTimestamp() {
    return Bytes.u32(buffer, start + 16);
  }

  private int block(int index) {
    return start + (type() == SENDER_REPORT ? 28 : 8) + REPORT_BLOCK * index;
  }

  /** Of report block {@code index}, 0 to {@link #count} - 1: the stream that it is about. */
  public long blockSsrc(int index) {
    return Bytes.u32(buffer, block(index));
  }

  /** Share of packets lost since the last report, in 1/256. */
  public int blockFractionLost(int index) {
    return Bytes.u8(buffer, block(index) + 4);
  }

  /** Packets lost since the beginning, -2^23 to 2^23-1. */
  public int blockLost(int index) {
    return Bytes.u24(buffer, block(index) + 5) << 8 >> 8;
  }

  /** The highest sequence number received, with the count of wraps above its 16 bits. */
  public long blockHighest(int index) {
    return Bytes.u32(buffer, block(index) + 8);
  }

  /** Interarrival jitter in units of the stream's clock. */
  public long blockJitter(int index) {
    return Bytes.u32(buffer, block(index) + 12);
  }

  /** The middle 32 bits of the NTP time of the last sender report, 0 if there was none. */
  public long blockLastReport(int index) {
    return Bytes.u32(buffer, block(index) + 16);
  }

  /** Time since that report arrived, in 1/65536 s. */
  public long blockDelay(int index) {
    return Bytes.u32(buffer, block(index) + 20);
  }

  /** Of a NACK: every sequence number that is asked for (RFC 4585 section 6.2.1). */
  public void forEachLost(IntConsumer lost) {
    for (int at = start + 12; at + 4 <= partEnd; at += 4) {
      int first = Bytes.u16(buffer, at);
      lost.accept(first);
      for (int bits = Bytes.u16(buffer, at + 2), i = 1; bits != 0; bits >>>= 1, i++) {
        if ((bits & 1) != 0) {
          lost.accept(first + i & 0xffff);
        }
      }
    }
  }

  /** Of a FIR: whether it asks for {@code ssrc} (RFC 5104 section 4.3.1). */
  public boolean requests(long ssrc) {
    for (int at = start + 12; at + 8 <= partEnd; at += 8) {
      if (Bytes.u32(buffer, at) == ssrc) {
        return true;
      }
    }
    return false;
  }

  /** Whether a feedback part of format {@link #APPLICATION} is a REMB. */
  public boolean isRemb() {
    return partEnd - start >= 20 && Bytes.u32(buffer, start + 12) == REMB_NAME;
  }

  /**
   * Of a REMB: bit/s (draft-alvestrand-rmcat-remb-03 section 2.2): {@code | n SSRCs | exp:6 |
   * mantissa:18 |}. What does not fit is the largest number.
   */
  public long rembBitrate() {
    int exponent = Bytes.u8(buffer, start + 17) >> 2;
    long mantissa = Bytes.u24(buffer, start + 17) & 0x3ffff;
    return exponent > 44 ? Long.MAX_VALUE : mantissa << exponent;
  }

  /**
   * Of a transport-wide feedback: the packets that it tells of, in order.
   *
   * @return whether it could be read to its end
   */
  public boolean forEachArrival(TransportFeedback.Visitor visitor) {
    return TransportFeedback.read(buffer, start, partEnd, visitor);
  }
}
