package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.BitReader;
import java.util.Optional;
import java.util.Set;

/**
 * What the parameter sets of an H.264 stream say (ITU-T H.264 section 7.3.2.1.1).
 *
 * @param avcC {@code AVCDecoderConfigurationRecord} (ISO 14496-15 section 5.3.3.1)
 */
record H264Parameters(PictureSize size, byte[] avcC) {
  /** Profiles whose parameter sets tell the format of the colours. */
  private static final Set<Integer> HIGH =
      Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135);

  private static final int NAL_HEADER = 1;
  private static final int MACROBLOCK = 16;

  /** The sets as NAL units; empty if they make no sense, or are longer than anybody's. */
  static Optional<H264Parameters> read(byte[] sps, byte[] pps) {
    if (sps.length < 4 || sps.length + pps.length > MatroskaFile.MOST_CODEC_PRIVATE - 16) {
      return Optional.empty();
    }
    return size(sps).map(size -> new H264Parameters(size, avcC(sps, pps)));
  }

  private static byte[] avcC(byte[] sps, byte[] pps) {
    FrameBuffer out = new FrameBuffer();
    // Version 1; profile, compatibility and level as in the set; lengths of four octets; one set.
    out.add(1).add(sps, 1, 3).add(0xff).add(0xe1);
    out.add(sps.length >> 8).add(sps.length).add(sps, 0, sps.length);
    out.add(1).add(pps.length >> 8).add(pps.length).add(pps, 0, pps.length);
    int profile = sps[1] & 0xff;
    if (profile == 100 || profile == 110 || profile == 122 || profile == 144) {
      // 4:2:0 of eight bits, which is what browsers send; no extensions.
      out.add(0xfd).add(0xf8).add(0xf8).add(0);
    }
    return out.copy();
  }

  private static Optional<PictureSize> size(byte[] sps) {
    byte[] plain = withoutEmulation(sps);
    BitReader bits = new BitReader();
    bits.begin(plain, NAL_HEADER, plain.length - NAL_HEADER);
    int profile = bits.read(8);
    bits.skip(16);
    bits.readExpGolomb();
    boolean separate = false;
    long chroma = 1;
    if (HIGH.contains(profile)) {
      chroma = bits.readExpGolomb();
      separate = chroma == 3 && bits.flag();
      skipDepths(bits, chroma);
    }
    bits.readExpGolomb();
    skipPictureOrder(bits);
    bits.readExpGolomb();
    bits.skip(1);
    long width = (bits.readExpGolomb() + 1) * MACROBLOCK;
    long mapUnits = bits.readExpGolomb() + 1;
    int fields = bits.flag() ? 1 : 2;
    bits.skip(fields == 2 ? 1 : 0);
    bits.skip(1);
    long height = mapUnits * MACROBLOCK * fields;
    if (bits.flag()) {
      int unitX = separate || chroma == 0 || chroma == 3 ? 1 : 2;
      int unitY = (separate || chroma != 1 ? 1 : 2) * fields;
      width -= unitX * (bits.readExpGolomb() + bits.readExpGolomb());
      height -= unitY * (bits.readExpGolomb() + bits.readExpGolomb());
    }
    boolean sane = width > 0 && height > 0 && width <= 0xffff && height <= 0xffff;
    return sane && !bits.isOverrun()
        ? Optional.of(new PictureSize((int) width, (int) height))
        : Optional.empty();
  }

  private static void skipDepths(BitReader bits, long chroma) {
    bits.readExpGolomb();
    bits.readExpGolomb();
    bits.skip(1);
    if (bits.flag()) {
      int lists = chroma == 3 ? 12 : 8;
      for (int i = 0; i < lists; i++) {
        if (bits.flag()) {
          skipScalingList(bits, i < 6 ? 16 : 64);
        }
      }
    }
  }

  /** Section 7.3.2.1.1.1. */
  private static void skipScalingList(BitReader bits, int size) {
    long last = 8;
    long next = 8;
    for (int i = 0; i < size && !bits.isOverrun(); i++) {
      next = next == 0 ? 0 : last + bits.readSignedExpGolomb() + 256 & 0xff;
      last = next == 0 ? last : next;
    }
  }

  private static void skipPictureOrder(BitReader bits) {
    long type = bits.readExpGolomb();
    if (type == 0) {
      bits.readExpGolomb();
    } else if (type == 1) {
      bits.skip(1);
      bits.readSignedExpGolomb();
      bits.readSignedExpGolomb();
      long count = bits.readExpGolomb();
      for (long i = 0; i < count && !bits.isOverrun(); i++) {
        bits.readSignedExpGolomb();
      }
    }
  }

  /** 0 0 3 stands for 0 0 (section 7.4.1). */
  private static byte[] withoutEmulation(byte[] unit) {
    FrameBuffer out = new FrameBuffer();
    int zeros = 0;
    for (byte octet : unit) {
      if (zeros >= 2 && octet == 3) {
        zeros = 0;
        continue;
      }
      zeros = octet == 0 ? zeros + 1 : 0;
      out.add(octet);
    }
    return out.copy();
  }
}
