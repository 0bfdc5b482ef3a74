package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.BitReader;
import dev.switchboard.media.rtp.Vp9Descriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * VP9 (RFC 9628): what follows the descriptors of a picture's packets. A picture of several spatial
 * layers becomes one superframe, which ends with the sizes of the layers' frames (VP9 bitstream
 * specification, annex B):
 *
 * <pre>
 *  |1 1 0| octets of a size - 1, 2 | frames - 1, 3 |   sizes, little-endian ...   | the first again |
 * </pre>
 */
final class Vp9Depacketizer implements Depacketizer {
  private static final int SYNC_CODE = 0x498342;
  private static final int CS_RGB = 7;
  private static final int MOST_LAYERS = 8;

  private final Vp9Descriptor descriptor = new Vp9Descriptor();
  private final BitReader bits = new BitReader();
  private final FrameBuffer frame = new FrameBuffer();
  private final List<Integer> layerStarts = new ArrayList<>();
  private PictureSize largest = PictureSize.UNKNOWN;
  private boolean key;
  private boolean broken;

  @Override
  public void begin() {
    frame.clear();
    layerStarts.clear();
    largest = PictureSize.UNKNOWN;
    key = false;
    broken = false;
  }

  @Override
  public void add(byte[] buffer, int offset, int length) {
    if (!descriptor.read(buffer, offset, length)
        || frame.size() == 0 && !descriptor.startsFrame()
        || descriptor.startsFrame() && layerStarts.size() == MOST_LAYERS) {
      broken = true;
      return;
    }
    key |= descriptor.startsKeyFrame();
    if (descriptor.startsFrame()) {
      layerStarts.add(frame.size());
    }
    largest = largest.or(new PictureSize(descriptor.width(), descriptor.height()));
    frame.add(buffer, offset + descriptor.length(), length - descriptor.length());
  }

  @Override
  public Optional<Picture> take() {
    if (broken || frame.isTooLarge() || frame.size() == 0) {
      return Optional.empty();
    }
    PictureSize size = key ? sizeOfKeyFrame() : PictureSize.UNKNOWN;
    if (key && !size.isKnown()) {
      return Optional.empty();
    }
    if (layerStarts.size() > 1) {
      addIndex();
    }
    byte[] data = frame.copy();
    return Optional.of(key ? Picture.key(data, size.or(largest)) : Picture.inter(data));
  }

  /** {@code uncompressed_header()} (section 6.2); unknown if this is none of a key frame. */
  private PictureSize sizeOfKeyFrame() {
    bits.begin(frame.bytes(), 0, frame.size());
    if (bits.read(2) != 2) {
      return PictureSize.UNKNOWN;
    }
    int profile = bits.read(1) | bits.read(1) << 1;
    bits.skip(profile == 3 ? 1 : 0);
    boolean shownBefore = bits.flag();
    boolean inter = bits.flag();
    bits.skip(2);
    if (shownBefore || inter || bits.read(24) != SYNC_CODE) {
      return PictureSize.UNKNOWN;
    }
    skipColor(profile);
    PictureSize size = new PictureSize(bits.read(16) + 1, bits.read(16) + 1);
    return bits.isOverrun() ? PictureSize.UNKNOWN : size;
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

  private void addIndex() {
    int count = layerStarts.size();
    int end = frame.size();
    int head = 0xc0 | Integer.BYTES - 1 << 3 | count - 1;
    frame.add(head);
    for (int i = 0; i < count; i++) {
      int next = i + 1 < count ? layerStarts.get(i + 1) : end;
      int size = next - layerStarts.get(i);
      frame.add(size).add(size >> 8).add(size >> 16).add(size >> 24);
    }
    frame.add(head);
  }
}
