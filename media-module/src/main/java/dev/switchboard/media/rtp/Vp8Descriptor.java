package dev.switchboard.media.rtp;

/**
 * A view of the VP8 payload descriptor (RFC 7741 section 4.2), used again for the next packet.
 *
 * <pre>
 *  |X|R|N|S|R| PID |   X: extension octet follows, S: start of partition PID
 *  |I|L|T|K|  RSV  |   if X; I: picture id, L: TL0PICIDX, T: TID, K: KEYIDX
 *  |M| PictureID   |   if I; M: 15 bits in two octets
 *  |   TL0PICIDX   |   if L
 *  |TID|Y| KEYIDX  |   if T or K
 * </pre>
 */
public final class Vp8Descriptor {
  private int length;
  private boolean startsFrame;
  private boolean keyFrame;
  private int pictureId;
  private int temporalLayer;

  /** Reads the descriptor at the beginning of a payload; false if it is truncated. */
  public boolean read(byte[] buffer, int offset, int payloadLength) {
    int end = offset + payloadLength;
    int at = offset;
    pictureId = -1;
    temporalLayer = 0;
    keyFrame = false;
    if (at >= end) {
      return false;
    }
    int first = Bytes.u8(buffer, at++);
    startsFrame = (first & 0x10) != 0 && (first & 0x07) == 0;
    if ((first & 0x80) != 0) {
      if (at >= end) {
        return false;
      }
      int flags = Bytes.u8(buffer, at++);
      if ((flags & 0x80) != 0) {
        if (at >= end) {
          return false;
        }
        boolean wide = (buffer[at] & 0x80) != 0;
        if (wide && at + 1 >= end) {
          return false;
        }
        pictureId = wide ? Bytes.u16(buffer, at) & 0x7fff : Bytes.u8(buffer, at);
        at += wide ? 2 : 1;
      }
      at += (flags & 0x40) != 0 ? 1 : 0;
      if ((flags & 0x30) != 0) {
        if (at >= end) {
          return false;
        }
        temporalLayer = (flags & 0x20) != 0 ? Bytes.u8(buffer, at) >> 6 : 0;
        at++;
      }
    }
    length = at - offset;
    // The frame tag's lowest bit is 0 in a key frame (RFC 6386 section 9.1).
    keyFrame = startsFrame && at < end && (buffer[at] & 1) == 0;
    return at <= end;
  }

  /** Octets of the descriptor. */
  public int length() {
    return length;
  }

  /** Whether this is the first packet of a frame. */
  public boolean startsFrame() {
    return startsFrame;
  }

  /** Whether this is the first packet of a key frame. */
  public boolean startsKeyFrame() {
    return keyFrame;
  }

  /** 0 to 32767, or -1 if the packet has none. */
  public int pictureId() {
    return pictureId;
  }

  /** 0 (base) to 3. */
  public int temporalLayer() {
    return temporalLayer;
  }
}
