package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.Vp8Descriptor;
import java.util.Optional;

/**
 * VP8 (RFC 7741): a frame is what follows the descriptors of its packets.
 *
 * <pre>
 *  |   first partition's size, 19   |H| version, 3 |P|   little-endian; P: 0 in a key frame, which
 *  | 9d 01 2a | scale, 2 | width, 14 | scale, 2 | height, 14 |   goes on like this (RFC 6386, 9.1)
 * </pre>
 */
final class Vp8Depacketizer implements Depacketizer {
  private static final int KEY_FRAME_HEADER = 10;

  private final Vp8Descriptor descriptor = new Vp8Descriptor();
  private final FrameBuffer frame = new FrameBuffer();
  private boolean broken;

  @Override
  public void begin() {
    frame.clear();
    broken = false;
  }

  @Override
  public void add(byte[] buffer, int offset, int length) {
    if (!descriptor.read(buffer, offset, length)
        || frame.size() == 0 == !descriptor.startsFrame()) {
      broken = true;
      return;
    }
    frame.add(buffer, offset + descriptor.length(), length - descriptor.length());
  }

  @Override
  public Optional<Picture> take() {
    if (broken || frame.isTooLarge() || frame.size() < 3) {
      return Optional.empty();
    }
    if ((frame.at(0) & 1) != 0) {
      return Optional.of(Picture.inter(frame.copy()));
    }
    boolean starts = frame.size() >= KEY_FRAME_HEADER;
    if (!starts || frame.at(3) != (byte) 0x9d || frame.at(4) != 1 || frame.at(5) != 0x2a) {
      return Optional.empty();
    }
    PictureSize size = new PictureSize(u14(6), u14(8));
    return size.isKnown() ? Optional.of(Picture.key(frame.copy(), size)) : Optional.empty();
  }

  private int u14(int at) {
    return (frame.at(at) & 0xff) | (frame.at(at + 1) & 0x3f) << 8;
  }
}
