package dev.switchboard.media.softphone;

import dev.switchboard.media.rtp.MediaFormat;
import java.nio.ByteBuffer;

/**
 * When a frame was captured, in its last eight octets, where no decoder looks.
 *
 * <pre>
 *  VP8   | frame | stamp |                  after the last partition (RFC 6386 section 9.5)
 *  Opus  | config, 5 |s|1 1| |0|1|0 0 0 0 0 1| | 8 | frame | stamp |
 *                            one frame, and eight octets of padding (RFC 6716 section 3.2.5)
 * </pre>
 */
public final class CaptureStamp {
  private static final int ANY_NUMBER_OF_FRAMES = 3;
  private static final int ONE_AND_PADDING = 0x41;

  private CaptureStamp() {}

  /**
   * A copy of a frame with a stamp.
   *
   * @param frame of Opus: one in its packet
   * @param nanos by {@link System#nanoTime}, not by the device's own clock
   */
  static byte[] onto(MediaFormat format, byte[] frame, long nanos) {
    return switch (format) {
      case VP8 -> ByteBuffer.allocate(frame.length + Long.BYTES).put(frame).putLong(nanos).array();
      case OPUS ->
          ByteBuffer.allocate(frame.length + 2 + Long.BYTES)
              .put((byte) (frame[0] | ANY_NUMBER_OF_FRAMES))
              .put((byte) ONE_AND_PADDING)
              .put((byte) Long.BYTES)
              .put(frame, 1, frame.length - 1)
              .putLong(nanos)
              .array();
      default -> throw new IllegalArgumentException("no room for a stamp in " + format);
    };
  }

  /** When the frame was captured, by {@link System#nanoTime} of the sender's machine. */
  public static long of(ByteBuffer frame) {
    return frame.getLong(frame.limit() - Long.BYTES);
  }
}
