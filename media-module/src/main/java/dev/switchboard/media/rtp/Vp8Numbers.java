package dev.switchboard.media.rtp;

/**
 * PictureID and TL0PICIDX (RFC 7741 section 4.2) of one outgoing VP8 stream into which several
 * sources are put, one after the other: both must go on without a gap, or receivers wait for
 * pictures that never were. Every source moves by the same distance until the next one begins, so
 * that a packet which is sent again gets the numbers that it had.
 */
public final class Vp8Numbers {
  private static final int UNKNOWN = -1;

  private boolean begins = true;
  private int pictureOffset;
  private int levelOffset;

  /** The newest that were sent. */
  private int lastPicture = UNKNOWN;

  private int lastLevel = UNKNOWN;

  /** The next packet is the first of another source, which continues what was sent before. */
  public void begin() {
    begins = true;
  }

  /**
   * Adds the descriptor with the numbers of this stream to a header that is complete. What follows
   * it in the packet is the received payload behind its own descriptor.
   *
   * @param descriptor as it was read from the packet's payload
   */
  public void write(Vp8Descriptor descriptor, RtpPacket packet, RtpHeader header) {
    if (begins) {
      begin(descriptor);
    }
    int picture = descriptor.pictureId();
    if (picture >= 0) {
      int largest = descriptor.largestPictureId();
      picture = picture + pictureOffset & largest;
      lastPicture = newer(lastPicture, picture, largest);
    }
    int level = descriptor.tl0PicIdx();
    if (level >= 0) {
      level = level + levelOffset & 0xff;
      lastLevel = newer(lastLevel, level, 0xff);
    }
    int at = header.append(descriptor.length());
    descriptor.write(packet.buffer(), packet.payloadOffset(), header.buffer(), at, picture, level);
  }

  private void begin(Vp8Descriptor first) {
    begins = false;
    pictureOffset =
        first.pictureId() < 0 || lastPicture < 0 ? 0 : lastPicture + 1 - first.pictureId();
    levelOffset = first.tl0PicIdx() < 0 || lastLevel < 0 ? 0 : lastLevel + 1 - first.tl0PicIdx();
  }

  /** Whichever of two numbers that wrap after {@code largest} is ahead of the other. */
  private static int newer(int last, int number, int largest) {
    boolean ahead = last < 0 || (number - last & largest) <= largest / 2;
    return ahead ? number : last;
  }
}
