package dev.switchboard.media.rtp;

/**
 * PictureID and TL0PICIDX (RFC 7741 section 4.2) of one outgoing VP8 stream into which several
 * sources are put, one after the other: both must go on without a gap, or receivers wait for
 * pictures that never were. All packets of a source move by the same step until the next source
 * begins; whoever sends a packet again keeps the step, and gives it the numbers that it had.
 */
public final class Vp8Numbers {
  private static final int UNKNOWN = -1;
  private static final int LEVEL_BITS = 8;

  /** The newest that were sent. */
  private int lastPicture = UNKNOWN;

  private int lastLevel = UNKNOWN;

  /**
   * The step of a source, so that it continues what was sent before it.
   *
   * @param first as it was read from the source's first packet
   * @return for {@link #write}; both moves in one number
   */
  public int stepOf(Vp8Descriptor first) {
    boolean noPicture = first.pictureId() < 0 || lastPicture < 0;
    boolean noLevel = first.tl0PicIdx() < 0 || lastLevel < 0;
    int picture = noPicture ? 0 : lastPicture + 1 - first.pictureId() & 0x7fff;
    int level = noLevel ? 0 : lastLevel + 1 - first.tl0PicIdx() & 0xff;
    return picture << LEVEL_BITS | level;
  }

  /**
   * Notes the numbers of a packet that is sent; and if its source moves, adds the descriptor with
   * them to a header that is complete. What follows it in the packet is the received payload behind
   * its own descriptor.
   *
   * @param step of the packet's source
   * @param descriptor as it was read from the packet's payload
   * @return octets of the payload that are replaced, 0 if nothing was added
   */
  public int write(int step, Vp8Descriptor descriptor, RtpPacket packet, RtpHeader header) {
    int picture = descriptor.pictureId();
    if (picture >= 0) {
      int largest = descriptor.largestPictureId();
      picture = picture + (step >> LEVEL_BITS) & largest;
      lastPicture = newer(lastPicture, picture, largest);
    }
    int level = descriptor.tl0PicIdx();
    if (level >= 0) {
      level = level + step & 0xff;
      lastLevel = newer(lastLevel, level, 0xff);
    }
    if (step == 0) {
      return 0;
    }
    int at = header.append(descriptor.length());
    descriptor.write(packet.buffer(), packet.payloadOffset(), header.buffer(), at, picture, level);
    return descriptor.length();
  }

  /** Whichever of two numbers that wrap after {@code largest} is ahead of the other. */
  private static int newer(int last, int number, int largest) {
    boolean ahead = last < 0 || (number - last & largest) <= largest / 2;
    return ahead ? number : last;
  }
}
