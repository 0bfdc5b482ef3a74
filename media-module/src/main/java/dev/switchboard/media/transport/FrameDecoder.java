package dev.switchboard.media.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a TCP connection into frames (RFC 4571 section 2). Keeps at most one that has
 * not come as a whole.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |             LENGTH            |  RTP, RTCP, STUN or DTLS  ... |
 * +-------------------------------+-------------------------------+
 * </pre>
 */
final class FrameDecoder {
  /** Takes what is decoded. */
  interface Receiver {
    /** One frame, to be read before the call returns; false if no more are wanted. */
    boolean frame(ByteBuf frame);
  }

  static final int HEADER = 2;

  private final Receiver receiver;
  private byte @Nullable [] partial;
  private int kept;

  FrameDecoder(Receiver receiver) {
    this.receiver = receiver;
  }

  /**
   * Takes the next bytes, all of them unless it fails or the receiver has had enough.
   *
   * @return false if a frame is longer than any packet of ours; nothing more can then be read
   */
  boolean decode(ByteBuf in) {
    while (in.isReadable()) {
      if (kept == 0 && in.readableBytes() >= HEADER) {
        int length = in.getUnsignedShort(in.readerIndex());
        if (length > UdpSocket.RECEIVE_LIMIT) {
          return false;
        }
        if (in.readableBytes() - HEADER >= length) {
          if (!receiver.frame(in.skipBytes(HEADER).readSlice(length))) {
            return true;
          }
          continue;
        }
      }
      byte[] whole = keep(in);
      if (length(whole) > UdpSocket.RECEIVE_LIMIT) {
        return false;
      }
      if (isComplete(whole)) {
        int length = kept - HEADER;
        kept = 0;
        if (!receiver.frame(Unpooled.wrappedBuffer(whole, HEADER, length))) {
          return true;
        }
      }
    }
    return true;
  }

  /** Adds what has come of the header, or of the packet after it. */
  private byte[] keep(ByteBuf in) {
    if (partial == null) {
      partial = new byte[HEADER + UdpSocket.RECEIVE_LIMIT];
    }
    int end = kept < HEADER ? HEADER : HEADER + length(partial);
    int count = Math.min(end - kept, in.readableBytes());
    in.readBytes(partial, kept, count);
    kept += count;
    return partial;
  }

  /** The length of the frame that is kept, 0 while its header has not come. */
  private int length(byte[] frame) {
    return kept < HEADER ? 0 : (frame[0] & 0xFF) << 8 | frame[1] & 0xFF;
  }

  private boolean isComplete(byte[] frame) {
    return kept >= HEADER && kept == HEADER + length(frame);
  }
}
