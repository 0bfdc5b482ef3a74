package dev.switchboard.media.rtp;

/**
 * A view of the VP9 payload descriptor (RFC 9628 section 4.2), used again for the next packet.
 *
 * <pre>
 *  |I|P|L|F|B|E|V|Z|   I: picture id, P: predicted from other pictures, L: layers, F: flexible mode,
 *                      B/E: first/last packet of a layer's frame, V: scalability structure,
 *                      Z: no upper layer of the picture refers to this one
 *  |M| PICTURE ID  |   if I; M: 15 bits in two octets
 *  | TID |U| SID |D|   if L; U: a higher temporal layer can begin after this picture,
 *                      D: refers to the layer below in this picture
 *  |   TL0PICIDX   |   if L and not F
 *  |   P_DIFF    |N|   if P and F; N: another follows, three at most
 *  | N_S |Y|G|-|-|-|   if V; N_S + 1 spatial layers, Y: sizes, G: picture group
 *  |  WIDTH |HEIGHT|   16 bits each, N_S + 1 times, if Y
 *  |      N_G      |   if G; so many times the following
 *  | TID |U| R |-|-|   and R times |  P_DIFF  |
 * </pre>
 */
public final class Vp9Descriptor {
  private int length;
  private int flags;
  private int pictureId;
  private int layer;
  private int spatialLayers;
  private int width;
  private int height;

  /** Reads the descriptor at the beginning of a payload; false if it is truncated or malformed. */
  public boolean read(byte[] buffer, int offset, int payloadLength) {
    int end = offset + payloadLength;
    flags = 0;
    pictureId = -1;
    layer = 0;
    spatialLayers = 0;
    width = 0;
    height = 0;
    if (payloadLength < 1) {
      return false;
    }
    int first = Bytes.u8(buffer, offset);
    int at = offset + 1;
    if ((first & 0x80) != 0) {
      at = pictureId(buffer, at, end);
    }
    if ((first & 0x20) != 0) {
      at = layers(buffer, at, end, (first & 0x10) != 0);
    }
    if ((first & 0x50) == 0x50) {
      at = references(buffer, at, end);
    }
    if ((first & 0x02) != 0) {
      at = structure(buffer, at, end);
    }
    if (at > end) {
      return false;
    }
    length = at - offset;
    flags = first;
    return true;
  }

  // Each of these returns where it ends, or more than "end" if it does not.

  private int pictureId(byte[] buffer, int at, int end) {
    if (at >= end) {
      return end + 1;
    }
    boolean wide = (buffer[at] & 0x80) != 0;
    if (wide && at + 1 >= end) {
      return end + 1;
    }
    pictureId = wide ? Bytes.u16(buffer, at) & 0x7fff : Bytes.u8(buffer, at);
    return at + (wide ? 2 : 1);
  }

  private int layers(byte[] buffer, int at, int end, boolean flexible) {
    if (at >= end) {
      return end + 1;
    }
    layer = Bytes.u8(buffer, at);
    return at + (flexible ? 1 : 2);
  }

  private static int references(byte[] buffer, int from, int end) {
    int at = from;
    for (int i = 0; i < 3; i++) {
      if (at >= end) {
        return end + 1;
      }
      if ((buffer[at++] & 1) == 0) {
        return at;
      }
    }
    // A third one that announces a fourth is malformed.
    return end + 1;
  }

  private int structure(byte[] buffer, int from, int end) {
    if (from >= end) {
      return end + 1;
    }
    int head = Bytes.u8(buffer, from);
    spatialLayers = (head >> 5) + 1;
    int at = from + 1;
    if ((head & 0x10) != 0) {
      at += 4 * spatialLayers;
      if (at > end) {
        return end + 1;
      }
      width = Bytes.u16(buffer, at - 4);
      height = Bytes.u16(buffer, at - 2);
    }
    if ((head & 0x08) == 0) {
      return at;
    }
    if (at >= end) {
      return end + 1;
    }
    int pictures = Bytes.u8(buffer, at++);
    for (int i = 0; i < pictures; i++) {
      if (at >= end) {
        return end + 1;
      }
      at += 1 + (buffer[at] >> 2 & 3);
    }
    return at;
  }

  /** Octets of the descriptor. */
  public int length() {
    return length;
  }

  /** 0 to 32767, or -1 if the packet has none. */
  public int pictureId() {
    return pictureId;
  }

  /** 0 (base) to 7. */
  public int spatialLayer() {
    return layer >> 1 & 7;
  }

  /** 0 (base) to 7. */
  public int temporalLayer() {
    return layer >> 5;
  }

  /** Whether this is the first packet of its spatial layer's frame. */
  public boolean startsFrame() {
    return (flags & 0x08) != 0;
  }

  /** Whether this is the last packet of its spatial layer's frame. */
  public boolean endsFrame() {
    return (flags & 0x04) != 0;
  }

  /** Whether the frame refers to frames of other pictures. */
  public boolean isPredicted() {
    return (flags & 0x40) != 0;
  }

  /** Whether the references stand in each packet, not in a picture group. */
  public boolean isFlexible() {
    return (flags & 0x10) != 0;
  }

  /** Whether the frame refers to the spatial layer below it in the same picture. */
  public boolean dependsOnLowerLayer() {
    return (layer & 1) != 0;
  }

  /** Whether no upper spatial layer of the same picture refers to this frame. */
  public boolean isUnusedByUpperLayers() {
    return (flags & 0x01) != 0;
  }

  /** Whether a receiver of this temporal layer can begin with higher ones after this picture. */
  public boolean isSwitchingUpPoint() {
    return (layer & 0x10) != 0;
  }

  /** 1 to 8 if the packet has a scalability structure, else 0. */
  public int spatialLayers() {
    return spatialLayers;
  }

  /** Of the largest layer's picture, if the packet has a structure that tells it; else 0. */
  public int width() {
    return width;
  }

  /** Likewise. */
  public int height() {
    return height;
  }

  /** Whether a decoder can begin with this packet: the first of a key frame's lowest layer. */
  public boolean startsKeyFrame() {
    return (flags & 0x48) == 0x08 && spatialLayer() == 0;
  }
}
