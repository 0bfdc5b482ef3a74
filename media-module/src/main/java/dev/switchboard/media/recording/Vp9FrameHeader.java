package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.BitReader;
import java.util.Arrays;

/**
 * Reads the headers of the frames of one VP9 stream, one after the other, as far as it takes to
 * know where each ends and to write it as that of a frame that is not shown ({@code
 * uncompressed_header()}, VP9 bitstream specification section 6.2).
 */
final class Vp9FrameHeader {
  private static final int SYNC_CODE = 0x498342;
  private static final int CS_RGB = 7;
  private static final int SLOTS = 8;
  private static final int REFERENCES = 3;

  /** Of the features of a segment: how many bits, and whether a sign follows. */
  private static final int[] FEATURE_BITS = {8, 6, 2, 0};

  private static final boolean[] FEATURE_SIGNED = {true, true, false, false};

  private final BitReader bits = new BitReader();

  /** Of the frames that others may refer to. */
  private final PictureSize[] slots = new PictureSize[SLOTS];

  private boolean key;
  private boolean shown;
  private int shownAt;
  private int length;
  private PictureSize size = PictureSize.UNKNOWN;

  Vp9FrameHeader() {
    Arrays.fill(slots, PictureSize.UNKNOWN);
  }

  /** Reads the header of the next frame; false if it is none. */
  boolean read(byte[] buffer, int offset, int octets) {
    bits.begin(buffer, offset, octets);
    key = false;
    if (bits.read(2) != 2) {
      return false;
    }
    int profile = bits.read(1) | bits.read(1) << 1;
    bits.skip(profile == 3 ? 1 : 0);
    if (bits.flag()) {
      // show_existing_frame: nothing is decoded.
      bits.skip(3);
      shown = false;
      length = bits.position();
      return !bits.isOverrun();
    }
    key = !bits.flag();
    shownAt = bits.position();
    shown = bits.flag();
    boolean resilient = bits.flag();
    int refreshed = key ? keyFrame(profile) : otherFrame(profile, resilient);
    bits.skip(resilient ? 2 : 4);
    filtersAndQuantization();
    segmentation();
    tiles();
    bits.skip(16);
    length = bits.position();
    boolean whole = refreshed >= 0 && !bits.isOverrun();
    for (int i = 0; whole && i < SLOTS; i++) {
      slots[i] = (refreshed >> i & 1) != 0 ? size : slots[i];
    }
    return whole;
  }

  /** What it replaces of that to which others may refer; negative if it is none. */
  private int keyFrame(int profile) {
    if (bits.read(24) != SYNC_CODE) {
      return -1;
    }
    skipColor(profile);
    readSize();
    skipRenderSize();
    return 0xff;
  }

  private int otherFrame(int profile, boolean resilient) {
    boolean intraOnly = !shown && bits.flag();
    bits.skip(resilient ? 0 : 2);
    if (intraOnly) {
      if (bits.read(24) != SYNC_CODE) {
        return -1;
      }
      if (profile > 0) {
        skipColor(profile);
      }
      int refreshed = bits.read(8);
      readSize();
      skipRenderSize();
      return refreshed;
    }
    int refreshed = bits.read(8);
    int[] references = new int[REFERENCES];
    for (int i = 0; i < REFERENCES; i++) {
      references[i] = bits.read(3);
      bits.skip(1);
    }
    readSizeWith(references);
    skipRenderSize();
    bits.skip(1);
    bits.skip(bits.flag() ? 0 : 2);
    return refreshed;
  }

  /** {@code color_config()} (section 6.2.2). */
  private void skipColor(int profile) {
    bits.skip(profile >= 2 ? 1 : 0);
    boolean subsampling = profile == 1 || profile == 3;
    if (bits.read(3) != CS_RGB) {
      bits.skip(subsampling ? 4 : 1);
    } else {
      bits.skip(subsampling ? 1 : 0);
    }
  }

  private void readSize() {
    size = new PictureSize(bits.read(16) + 1, bits.read(16) + 1);
  }

  /** {@code frame_size_with_refs()} (section 6.2.5). */
  private void readSizeWith(int[] references) {
    for (int reference : references) {
      if (bits.flag()) {
        size = slots[reference];
        return;
      }
    }
    readSize();
  }

  private void skipRenderSize() {
    bits.skip(bits.flag() ? 32 : 0);
  }

  /** Sections 6.2.8 and 6.2.9. */
  private void filtersAndQuantization() {
    bits.skip(9);
    boolean deltas = bits.flag();
    if (deltas && bits.flag()) {
      for (int i = 0; i < 6; i++) {
        bits.skip(bits.flag() ? 7 : 0);
      }
    }
    bits.skip(8);
    for (int i = 0; i < 3; i++) {
      bits.skip(bits.flag() ? 5 : 0);
    }
  }

  /** Section 6.2.11. */
  private void segmentation() {
    if (!bits.flag()) {
      return;
    }
    if (bits.flag()) {
      skipProbabilities(7);
      if (bits.flag()) {
        skipProbabilities(3);
      }
    }
    if (bits.flag()) {
      bits.skip(1);
      for (int i = 0; i < 8 * FEATURE_BITS.length; i++) {
        if (bits.flag()) {
          int feature = i % FEATURE_BITS.length;
          bits.skip(FEATURE_BITS[feature] + (FEATURE_SIGNED[feature] ? 1 : 0));
        }
      }
    }
  }

  private void skipProbabilities(int count) {
    for (int i = 0; i < count; i++) {
      bits.skip(bits.flag() ? 8 : 0);
    }
  }

  /** Section 6.2.13: a column of tiles is 4 to 64 blocks of 64 pixels wide. */
  private void tiles() {
    int blocks = size.width() + 63 >> 6;
    int least = 0;
    while (64 << least < blocks) {
      least++;
    }
    int most = 1;
    while (blocks >> most >= 4) {
      most++;
    }
    most--;
    for (int columns = least; columns < most && bits.flag(); columns++) {
      // One more doubles the columns.
    }
    bits.skip(bits.flag() ? 1 : 0);
  }

  boolean isKeyFrame() {
    return key;
  }

  PictureSize size() {
    return size;
  }

  /**
   * Writes the frame that was read last as one that is not shown. In the header of one that refers
   * to others a bit follows then that it doesn't ({@code intra_only}), which moves those behind it.
   */
  void writeHidden(byte[] buffer, int offset, int octets, FrameBuffer out) {
    if (!shown) {
      out.add(buffer, offset, octets);
      return;
    }
    BitReader from = new BitReader();
    from.begin(buffer, offset, octets);
    int inserted = key ? 0 : 1;
    int octet = 0;
    int bitsOut = length + inserted + 7 & ~7;
    for (int i = 0; i < bitsOut; i++) {
      boolean added = inserted == 1 && i == shownAt + 2;
      int bit = added || i >= length + inserted ? 0 : from.read(1);
      octet = octet << 1 | (i == shownAt ? 0 : bit);
      if (i % 8 == 7) {
        out.add(octet);
        octet = 0;
      }
    }
    int header = length + 7 >> 3;
    out.add(buffer, offset + header, octets - header);
  }
}
