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

    @Override
    public DropReason layers(RtpPacket packet, int descriptorId, FrameLayers into) {
      return into.single(true, true, packet.payloadLength() > 0);
    }
  },
  VP8 {
    @Override
    public boolean startsKeyFrame(byte[] buffer, int offset, int length) {
      // Made for each packet, which costs nothing: it does not escape.
      Vp8Descriptor descriptor = new Vp8Descriptor();
      return descriptor.read(buffer, offset, length) && descriptor.startsKeyFrame();
    }

    @Override
    public DropReason layers(RtpPacket packet, int descriptorId, FrameLayers into) {
      return into.vp8(packet);
    }
  },
  H264 {
    @Override
    public boolean startsKeyFrame(byte[] buffer, int offset, int length) {
      return h264KeyFrame(buffer, offset, length);
    }

    @Override
    public DropReason layers(RtpPacket packet, int descriptorId, FrameLayers into) {
      return into.single(startsNalUnit(packet), packet.marker(), startsKeyFrame(packet));
    }
  },
  VP9 {
    @Override
    public boolean startsKeyFrame(byte[] buffer, int offset, int length) {
      Vp9Descriptor descriptor = new Vp9Descriptor();
      return descriptor.read(buffer, offset, length) && descriptor.startsKeyFrame();
    }

    @Override
    public DropReason layers(RtpPacket packet, int descriptorId, FrameLayers into) {
      return into.vp9(packet);
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

    @Override
    public DropReason layers(RtpPacket packet, int descriptorId, FrameLayers into) {
      int at = packet.extension(descriptorId, 3);
      if (at >= 0) {
        return into.described(packet, at);
      }
      // Z: the packet goes on with an OBU of the one before.
      boolean starts =
          packet.payloadLength() > 0 && (packet.buffer()[packet.payloadOffset()] & 0x80) == 0;
      return into.single(starts, packet.marker(), startsKeyFrame(packet));
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

  /**
   * Reads which frame of which layer a packet is a part of; makes nothing. Anything but {@link
   * DropReason#NONE} leaves {@code into} undefined, but for what it knows about the stream.
   *
   * @param descriptorId of the dependency descriptor's header extension, 0 if it is not in use
   * @param into of the stream that the packet belongs to
   */
  public abstract DropReason layers(RtpPacket packet, int descriptorId, FrameLayers into);

  boolean startsKeyFrame(RtpPacket packet) {
    return startsKeyFrame(packet.buffer(), packet.payloadOffset(), packet.payloadLength());
  }

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

  /** Anything but a later fragment, {@code |F|NRI| 28 | |S|E|R| type |} (RFC 6184 section 5.8). */
  private static boolean startsNalUnit(RtpPacket packet) {
    int at = packet.payloadOffset();
    boolean fragment = packet.payloadLength() > 1 && (packet.buffer()[at] & 0x1f) == NAL_FU_A;
    return !fragment || (packet.buffer()[at + 1] & 0x80) != 0;
  }
}
