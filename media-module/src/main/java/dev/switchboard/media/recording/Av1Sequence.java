package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.BitReader;
import java.util.Optional;

/**
 * What the sequence header of an AV1 stream says (AV1 specification section 5.5).
 *
 * @param av1C {@code AV1CodecConfigurationRecord} (AV1 in ISOBMFF section 2.3.3)
 */
record Av1Sequence(PictureSize size, byte[] av1C) {
  private static final int SEQUENCE_HEADER = 1;
  private static final int SELECT_SCREEN_CONTENT_TOOLS = 2;

  /** Reads the payload of a sequence header OBU; empty if it makes no sense. */
  static Optional<Av1Sequence> read(byte[] obu, int offset, int length) {
    BitReader bits = new BitReader();
    bits.begin(obu, offset, length);
    Reader reader = new Reader(bits);
    reader.read();
    if (bits.isOverrun() || length > MatroskaFile.MOST_CODEC_PRIVATE - 8) {
      return Optional.empty();
    }
    FrameBuffer out = new FrameBuffer();
    out.add(0x81).add(reader.profile << 5 | reader.level).add(reader.format).add(0);
    out.add(SEQUENCE_HEADER << 3 | 2);
    if (length > 0x7f) {
      out.add(length & 0x7f | 0x80);
    }
    out.add(length > 0x7f ? length >> 7 : length).add(obu, offset, length);
    return Optional.of(new Av1Sequence(new PictureSize(reader.width, reader.height), out.copy()));
  }

  /** Reads from the first bit to the last that matters here. */
  private static final class Reader {
    private final BitReader bits;
    private int profile;
    private int level;
    private int width;
    private int height;

    /** The third octet of av1C: tier, depth, monochrome, subsampling, where chroma lies. */
    private int format;

    private boolean reduced;

    private Reader(BitReader bits) {
      this.bits = bits;
    }

    private void read() {
      profile = bits.read(3);
      bits.skip(1);
      reduced = bits.flag();
      if (reduced) {
        level = bits.read(5);
      } else {
        operatingPoints();
      }
      int widthBits = bits.read(4) + 1;
      int heightBits = bits.read(4) + 1;
      width = bits.read(widthBits) + 1;
      height = bits.read(heightBits) + 1;
      tools();
      colour();
    }

    private void operatingPoints() {
      boolean decoderModel = false;
      int delayBits = 0;
      if (bits.flag()) {
        bits.skip(64);
        if (bits.flag()) {
          bits.readExpGolomb();
        }
        decoderModel = bits.flag();
        if (decoderModel) {
          delayBits = bits.read(5) + 1;
          bits.skip(32 + 5 + 5);
        }
      }
      boolean displayDelay = bits.flag();
      int points = bits.read(5) + 1;
      for (int i = 0; i < points; i++) {
        bits.skip(12);
        int ofPoint = bits.read(5);
        int tier = ofPoint > 7 ? bits.read(1) : 0;
        if (decoderModel && bits.flag()) {
          bits.skip(2 * delayBits + 1);
        }
        if (displayDelay && bits.flag()) {
          bits.skip(4);
        }
        if (i == 0) {
          level = ofPoint;
          format = tier << 7;
        }
      }
    }

    private void tools() {
      if (!reduced && bits.flag()) {
        bits.skip(7);
      }
      bits.skip(3);
      if (!reduced) {
        bits.skip(4);
        boolean orderHint = bits.flag();
        bits.skip(orderHint ? 2 : 0);
        int screenContent = bits.flag() ? SELECT_SCREEN_CONTENT_TOOLS : bits.read(1);
        if (screenContent > 0 && !bits.flag()) {
          bits.skip(1);
        }
        bits.skip(orderHint ? 3 : 0);
      }
      bits.skip(3);
    }

    /** {@code color_config()} (section 5.5.2). */
    private void colour() {
      boolean high = bits.flag();
      boolean twelve = profile == 2 && high && bits.flag();
      boolean mono = profile != 1 && bits.flag();
      boolean srgb = bits.flag() && bits.read(24) == 0x01_0d_00;
      int subsampling = subsampling(twelve, mono, srgb);
      format |= (high ? 0x40 : 0) | (twelve ? 0x20 : 0) | (mono ? 0x10 : 0) | subsampling << 2;
      if (!mono && subsampling == 3) {
        format |= bits.read(2);
      }
    }

    /** Across in the higher bit, down in the lower. */
    private int subsampling(boolean twelve, boolean mono, boolean srgb) {
      if (srgb) {
        return 0;
      }
      bits.skip(1);
      if (mono || profile == 0) {
        return 3;
      }
      if (profile == 1) {
        return 0;
      }
      if (!twelve) {
        return 2;
      }
      return bits.flag() ? 2 | bits.read(1) : 0;
    }
  }
}
