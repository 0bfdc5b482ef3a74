package dev.switchboard.media.rtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds a compound RTCP packet of at most {@link #CAPACITY} octets in a buffer of its own, which
 * is used again after {@link #clear}. A part for which there is no room is left out.
 */
public final class RtcpBuilder {
  /** What fits into one datagram on every network, with SRTCP's trailer. */
  public static final int CAPACITY = 1_200;

  private static final int MAX_BLOCKS = 31;

  private final byte[] buffer = new byte[CAPACITY];
  private int length;
  private int reportStart = -1;

  public void clear() {
    length = 0;
    reportStart = -1;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  public byte[] buffer() {
    return buffer;
  }

  public int length() {
    return length;
  }

  /** Starts a sender report (RFC 3550 section 6.4.1), to which {@link #block} adds. */
  public RtcpBuilder senderReport(
      long ssrc, long ntpTime, long rtpTimestamp, long packets, long octets) {
    int at = part(RtcpPacket.SENDER_REPORT, 0, 28);
    if (at >= 0) {
      Bytes.put32(buffer, at + 4, ssrc);
      Bytes.put32(buffer, at + 8, ntpTime >>> 32);
      Bytes.put32(buffer, at + 12, ntpTime);
      Bytes.put32(buffer, at + 16, rtpTimestamp);
      Bytes.put32(buffer, at + 20, packets);
      Bytes.put32(buffer, at + 24, octets);
      reportStart = at;
    }
    return this;
  }

  /** Starts a receiver report (RFC 3550 section 6.4.2), to which {@link #block} adds. */
  public RtcpBuilder receiverReport(long ssrc) {
    int at = part(RtcpPacket.RECEIVER_REPORT, 0, 8);
    if (at >= 0) {
      Bytes.put32(buffer, at + 4, ssrc);
      reportStart = at;
    }
    return this;
  }

  /** Adds a report block to the report that was started last. */
  public RtcpBuilder block(
      long ssrc, int fractionLost, int lost, long highest, long jitter, long lsr, long dlsr) {
    if (reportStart < 0 || (buffer[reportStart] & 0x1f) == MAX_BLOCKS || length + 24 > CAPACITY) {
      return this;
    }
    Bytes.put32(buffer, length, ssrc);
    buffer[length + 4] = (byte) fractionLost;
    Bytes.put24(buffer, length + 5, lost);
    Bytes.put32(buffer, length + 8, highest);
    Bytes.put32(buffer, length + 12, jitter);
    Bytes.put32(buffer, length + 16, lsr);
    Bytes.put32(buffer, length + 20, dlsr);
    length += 24;
    buffer[reportStart]++;
    Bytes.put16(buffer, reportStart + 2, (length - reportStart) / 4 - 1);
    return this;
  }

  /** Adds a source description with a canonical name of at most 255 octets (section 6.5.1). */
  public RtcpBuilder cname(long ssrc, String name) {
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    // One octet of zero ends the items, and pads to a whole word.
    int at = part(RtcpPacket.SOURCE_DESCRIPTION, 1, (8 + 2 + text.length + 4) / 4 * 4);
    if (at >= 0) {
      Bytes.put32(buffer, at + 4, ssrc);
      buffer[at + 8] = 1;
      buffer[at + 9] = (byte) text.length;
      System.arraycopy(text, 0, buffer, at + 10, text.length);
    }
    return this;
  }

  public RtcpBuilder bye(long ssrc) {
    int at = part(RtcpPacket.BYE, 1, 8);
    if (at >= 0) {
      Bytes.put32(buffer, at + 4, ssrc);
    }
    return this;
  }

  /**
   * Adds a NACK (RFC 4585 section 6.2.1).
   *
   * @param sequences 16-bit numbers in ascending order (with wrap)
   */
  public RtcpBuilder nack(long senderSsrc, long mediaSsrc, int[] sequences, int count) {
    int at = feedback(RtcpPacket.TRANSPORT_FEEDBACK, RtcpPacket.NACK, senderSsrc, mediaSsrc, 0);
    if (at < 0) {
      return this;
    }
    int i = 0;
    while (i < count && length + 4 <= CAPACITY) {
      int first = sequences[i++];
      int bits = 0;
      for (; i < count; i++) {
        int behind = SequenceNumbers.distance(first, sequences[i]);
        if (behind < 1 || behind > 16) {
          break;
        }
        bits |= 1 << behind - 1;
      }
      Bytes.put16(buffer, length, first);
      Bytes.put16(buffer, length + 2, bits);
      length += 4;
    }
    Bytes.put16(buffer, at + 2, (length - at) / 4 - 1);
    return this;
  }

  /** Asks for a key frame (RFC 4585 section 6.3.1). */
  public RtcpBuilder pli(long senderSsrc, long mediaSsrc) {
    feedback(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI, senderSsrc, mediaSsrc, 0);
    return this;
  }

  /**
   * Asks for a key frame (RFC 5104 section 4.3.1).
   *
   * @param number one more for each new request, not for its repetition
   */
  public RtcpBuilder fir(long senderSsrc, long mediaSsrc, int number) {
    int at = feedback(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FIR, senderSsrc, 0, 8);
    if (at >= 0) {
      Bytes.put32(buffer, at + 12, mediaSsrc);
      buffer[at + 16] = (byte) number;
    }
    return this;
  }

  /** Caps a sender at {@code bitrate} bit/s (draft-alvestrand-rmcat-remb-03 section 2.2). */
  public RtcpBuilder remb(long senderSsrc, long bitrate, long mediaSsrc) {
    int at = feedback(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.APPLICATION, senderSsrc, 0, 12);
    if (at >= 0) {
      int exponent = Math.max(0, 64 - Long.numberOfLeadingZeros(bitrate) - 18);
      Bytes.put32(buffer, at + 12, 0x52454d42L);
      buffer[at + 16] = 1;
      Bytes.put24(buffer, at + 17, exponent << 18 | (int) (bitrate >> exponent));
      Bytes.put32(buffer, at + 20, mediaSsrc);
    }
    return this;
  }

  /** Adds one feedback of what arrived; nothing if nothing did, or there is no room. */
  public RtcpBuilder transportFeedback(
      TransportFeedback arrivals, long senderSsrc, long mediaSsrc) {
    if (length + TransportFeedback.MAX_LENGTH <= CAPACITY && arrivals.isPending()) {
      length += arrivals.write(buffer, length, senderSsrc, mediaSsrc);
      reportStart = -1;
    }
    return this;
  }

  private int feedback(int type, int format, long senderSsrc, long mediaSsrc, int extra) {
    int at = part(type, format, 12 + extra);
    if (at >= 0) {
      Bytes.put32(buffer, at + 4, senderSsrc);
      Bytes.put32(buffer, at + 8, mediaSsrc);
    }
    return at;
  }

  /** Starts a part of {@code size} octets, a multiple of 4, all zero; -1 if there is no room. */
  private int part(int type, int count, int size) {
    reportStart = -1;
    if (length + size > CAPACITY) {
      return -1;
    }
    int at = length;
    length += size;
    Arrays.fill(buffer, at, length, (byte) 0);
    buffer[at] = (byte) (0x80 | count);
    buffer[at + 1] = (byte) type;
    Bytes.put16(buffer, at + 2, size / 4 - 1);
    return at;
  }
}
