package dev.switchboard.media.rtp;

import java.util.Locale;
import java.util.Optional;

/** Codecs whose packets we look into, just as far as forwarding needs. */
public enum MediaFormat {
  OPUS {
    @Override
    public boolean startsKeyFrame(byte[] buffer, int offset, int length) {
      return length > 0;
    }
  },
  VP8 {
    @Override
    public boolean startsKeyFrame(byte[] buffer, int offset, int length) {
      // Made for each packet, which costs nothing: it does not escape.
      Vp8Descriptor descriptor = new Vp8Descriptor();
      return descriptor.read(buffer, offset, length) && descriptor.startsKeyFrame();
    }
  },
  H264 {
    @Override
    public boolean startsKeyFrame(byte[] buffer, int offset, int length) {
      return h264KeyFrame(buffer, offset, length);
    }
  },
  VP9 {
    @Override
    public boolean startsKeyFrame(byte[] buffer, int offset, int length) {
      return vp9KeyFrame(buffer, offset, length);
    }
  },
  AV1 {
    /**
     * Aggregation header {@code |Z|Y|W W|N|-|-|-|} (AV1 RTP specification section 4.4): N is set in
     * the first packet of a coded video sequence, whose first frame is a key frame.
     */
    @Override
    public boolean startsKeyFrame(byte[] buffer, int offset, int length) {
      return length > 1 && (buffer[offset] & 0x88) == 0x08;
    }
  };

  private static final int NAL_IDR = 5;
  private static final int NAL_SPS = 7;
  private static final int NAL_STAP_A = 24;
  private static final int NAL_FU_A = 28;

  /**
   * Whether a decoder can begin with this packet: the first of a key frame, or what comes before it
   * (parameter sets). Always true for audio with content.
   */
  public abstract boolean startsKeyFrame(byte[] buffer, int offset, int length);

  public boolean isVideo() {
    return this != OPUS;
  }

  /** By the name in the {@code rtpmap}, without case. */
  public static Optional<MediaFormat> named(String name) {
    for (MediaFormat format : values()) {
      if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** NAL unit types of RFC 6184 section 5.2: an IDR slice or sequence parameters. */
  private static boolean h264KeyFrame(byte[] buffer, int offset, int length) {
    if (length < 2) {
      return false;
    }
    int type = buffer[offset] & 0x1f;
    if (type == NAL_FU_A) {
      // |S|E|R| type |: only the fragment that starts the unit.
      return (buffer[offset + 1] & 0x80) != 0 && isKey(buffer[offset + 1] & 0x1f);
    }
    if (type != NAL_STAP_A) {
      return isKey(type);
    }
    int end = offset + length;
    int at = offset + 1;
    while (at + 3 <= end) {
      if (isKey(buffer[at + 2] & 0x1f)) {
        return true;
      }
      at += 2 + Bytes.u16(buffer, at);
    }
    return false;
  }

  private static boolean isKey(int nalType) {
    return nalType == NAL_IDR || nalType == NAL_SPS;
  }

  /**
   * Payload descriptor {@code |I|P|L|F|B|E|V|Z|} (RFC 9628 section 4.2): no prediction from other
   * pictures, the beginning of a frame, the lowest spatial layer.
   */
  private static boolean vp9KeyFrame(byte[] buffer, int offset, int length) {
    if (length < 2) {
      return false;
    }
    int flags = Bytes.u8(buffer, offset);
    if ((flags & 0x40) != 0 || (flags & 0x08) == 0) {
      return false;
    }
    if ((flags & 0x20) == 0) {
      return true;
    }
    int at = offset + 1;
    if ((flags & 0x80) != 0) {
      at += (buffer[at] & 0x80) != 0 ? 2 : 1;
    }
    // |TID |U| SID |D|
    return at < offset + length && (buffer[at] & 0x0e) == 0;
  }
}
