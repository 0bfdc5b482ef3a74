package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.Vp9Descriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * VP9 (RFC 9628): what follows the descriptors of a picture's packets. A picture of several spatial
 * layers becomes one superframe, of which only the last frame is shown, and which ends with the
 * sizes of its frames (VP9 bitstream specification, annex B):
 *
 * <pre>
 *  |1 1 0| octets of a size - 1, 2 | frames - 1, 3 |   sizes, little-endian ...   | the first again |
 * </pre>
 */
final class Vp9Depacketizer implements Depacketizer {
  private static final int MOST_LAYERS = 8;

  private final Vp9Descriptor descriptor = new Vp9Descriptor();
  private final Vp9FrameHeader header = new Vp9FrameHeader();
  private final FrameBuffer frame = new FrameBuffer();
  private final FrameBuffer superframe = new FrameBuffer();
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
    if (layerStarts.size() > 1) {
      return join() ? Optional.of(picture(superframe.copy())) : Optional.empty();
    }
    return readHeader(0, 0, frame.size()) ? Optional.of(picture(frame.copy())) : Optional.empty();
  }

  private Picture picture(byte[] data) {
    return key ? Picture.key(data, largest) : Picture.inter(data);
  }

  /** A decoder can begin with a key frame only, not with one that merely refers to no other. */
  private boolean readHeader(int layer, int from, int length) {
    if (!header.read(frame.bytes(), from, length)) {
      return false;
    }
    key &= layer > 0 || header.isKeyFrame();
    largest = largest.or(header.size());
    return true;
  }

  /** Puts the layers' frames into one superframe; false if one can't be read. */
  private boolean join() {
    int count = layerStarts.size();
    int[] sizes = new int[count];
    superframe.clear();
    for (int i = 0; i < count; i++) {
      int from = layerStarts.get(i);
      int end = i + 1 < count ? layerStarts.get(i + 1) : frame.size();
      if (!readHeader(i, from, end - from)) {
        return false;
      }
      int before = superframe.size();
      if (i + 1 < count) {
        header.writeHidden(frame.bytes(), from, end - from, superframe);
      } else {
        superframe.add(frame.bytes(), from, end - from);
      }
      sizes[i] = superframe.size() - before;
    }
    addIndex(sizes);
    return !superframe.isTooLarge();
  }

  private void addIndex(int[] sizes) {
    int head = 0xc0 | Integer.BYTES - 1 << 3 | sizes.length - 1;
    superframe.add(head);
    for (int size : sizes) {
      superframe.add(size).add(size >> 8).add(size >> 16).add(size >> 24);
    }
    superframe.add(head);
  }
}
