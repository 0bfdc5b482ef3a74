package dev.switchboard.media.rtp;

/**
 * A view of the VP8 payload descriptor (RFC 7741 section 4.2), used again for the next packet.
 *
 * <pre>
 *  |X|R|N|S|R| PID |   X: extension octet follows, N: no frame refers to this one,
 *                      S: start of partition PID
 *  |I|L|T|K|  RSV  |   if X; I: picture id, L: TL0PICIDX, T: TID, K: KEYIDX
 *  |M| PictureID   |   if I; M: 15 bits in two octets
 *  |   TL0PICIDX   |   if L
 *  |TID|Y| KEYIDX  |   if T or K; Y: refers to the base layer only
 * </pre>
 */
public final class Vp8Descriptor {
  private int length;
  private int pictureIdAt;
  private int tl0PicIdxAt;
  private boolean startsFrame;
  private boolean keyFrame;
  private boolean wide;
  private int pictureId;
  private int tl0PicIdx;
  private int temporalLayer;
  private boolean layerSync;

  /** Reads the descriptor at the beginning of a payload; false if it is truncated. */
  public boolean read(byte[] buffer, int offset, int payloadLength) {
    int end = offset + payloadLength;
    pictureId = -1;
    tl0PicIdx = -1;
    temporalLayer = 0;
    layerSync = false;
    keyFrame = false;
    if (payloadLength < 1) {
      return false;
    }
    int first = Bytes.u8(buffer, offset);
    startsFrame = (first & 0x10) != 0 && (first & 0x07) == 0;
    int at = (first & 0x80) != 0 ? extension(buffer, offset + 1, end) : offset + 1;
    length = at - offset;
    // The frame tag's lowest bit is 0 in a key frame (RFC 6386 section 9.1).
    keyFrame = at > 0 && startsFrame && at < end && (buffer[at] & 1) == 0;
    return at > 0;
  }

  /** Where the descriptor ends, or -1 if it is truncated. */
  private int extension(byte[] buffer, int flagsAt, int end) {
    int at = flagsAt + 1;
    if (at > end) {
      return -1;
    }
    int flags = Bytes.u8(buffer, flagsAt);
    if ((flags & 0x80) != 0) {
      pictureIdAt = at;
      wide = at < end && (buffer[at] & 0x80) != 0;
      at += wide ? 2 : 1;
    }
    if ((flags & 0x40) != 0) {
      tl0PicIdxAt = at++;
    }
    if ((flags & 0x30) != 0) {
      at++;
    }
    if (at > end) {
      return -1;
    }
    if ((flags & 0x80) != 0) {
      pictureId = wide ? Bytes.u16(buffer, pictureIdAt) & 0x7fff : Bytes.u8(buffer, pictureIdAt);
    }
    tl0PicIdx = (flags & 0x40) != 0 ? Bytes.u8(buffer, tl0PicIdxAt) : -1;
    if ((flags & 0x20) != 0) {
      temporalLayer = Bytes.u8(buffer, at - 1) >> 6;
      layerSync = (buffer[at - 1] & 0x20) != 0;
    }
    return at;
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

  /** The largest picture id that fits where this one stands: 127 or 32767. */
  int largestPictureId() {
    return wide ? 0x7fff : 0x7f;
  }

  /** The number of the base layer's frames so far, modulo 256; -1 if the packet has none. */
  public int tl0PicIdx() {
    return tl0PicIdx;
  }

  /** 0 (base) to 3. */
  public int temporalLayer() {
    return temporalLayer;
  }

  /** The Y bit: whoever has the base layer can begin with this layer here. */
  public boolean layerSync() {
    return layerSync;
  }

  /** Writes the descriptor that was read from {@code from} with other numbers. */
  void write(byte[] from, int offset, byte[] to, int at, int newPictureId, int newTl0PicIdx) {
    System.arraycopy(from, offset, to, at, length);
    int move = at - offset;
    if (pictureId >= 0 && wide) {
      Bytes.put16(to, pictureIdAt + move, 0x8000 | newPictureId);
    } else if (pictureId >= 0) {
      to[pictureIdAt + move] = (byte) newPictureId;
    }
    if (tl0PicIdx >= 0) {
      to[tl0PicIdxAt + move] = (byte) newTl0PicIdx;
    }
  }
}
