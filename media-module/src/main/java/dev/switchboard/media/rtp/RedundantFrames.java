package dev.switchboard.media.rtp;

/**
 * The frames of a packet that also carries those before it, in case they were lost (RFC 2198
 * section 3). Used again for the next packet.
 *
 * <pre>
 * |1|  type, 7  |  timestamp offset, 14  |  length, 10  |   for each earlier frame, the oldest first
 * |0|  type, 7  |                                           for the frame itself
 * | earlier frames ... | the frame itself ... |
 * </pre>
 */
public final class RedundantFrames {
  /** More than that would come too late anyway. */
  private static final int MOST = 4;

  private static final int EARLIER_HEADER = 4;

  private final int[] timestampOffsets = new int[MOST];
  private final int[] starts = new int[MOST + 1];
  private int count;
  private int end;
  private int type;
  private int sequence;
  private long timestamp;
  private boolean marker;

  /**
   * Reads a packet, which must stay in view for the methods below.
   *
   * @param frameType the payload type that all frames must have
   */
  public DropReason read(RtpPacket packet, int frameType) {
    byte[] buffer = packet.buffer();
    int at = packet.payloadOffset();
    end = at + packet.payloadLength();
    type = frameType;
    sequence = packet.sequence();
    timestamp = packet.timestamp();
    marker = packet.marker();
    count = 0;
    int length = 0;
    while (at < end && (buffer[at] & 0x80) != 0) {
      if (at + EARLIER_HEADER > end || count == MOST || (buffer[at] & 0x7f) != frameType) {
        return DropReason.RED_INVALID;
      }
      int offsetAndLength = Bytes.u24(buffer, at + 1);
      timestampOffsets[count] = offsetAndLength >> 10;
      starts[count++] = length;
      length += offsetAndLength & 0x3ff;
      at += EARLIER_HEADER;
    }
    if (at >= end || (buffer[at] & 0x7f) != frameType || at + 1 + length > end) {
      return DropReason.RED_INVALID;
    }
    for (int i = 0; i < count; i++) {
      starts[i] += at + 1;
    }
    starts[count] = at + 1 + length;
    return DropReason.NONE;
  }

  /** How many earlier frames there are. */
  public int count() {
    return count;
  }

  /**
   * Lets the packet's view show an earlier frame, 0 the oldest, as the packet that carried it
   * first.
   */
  public void showEarlier(RtpPacket packet, int index) {
    int number = sequence - (count - index) & 0xffff;
    long then = timestamp - timestampOffsets[index] & 0xffff_ffffL;
    packet.show(type, number, then, false, starts[index], starts[index + 1]);
  }

  /** Whether there is anything in an earlier frame. */
  public boolean hasEarlier(int index) {
    return starts[index + 1] > starts[index];
  }

  /** Lets the packet's view show the frame itself. */
  public void showFrame(RtpPacket packet) {
    packet.show(type, sequence, timestamp, marker, starts[count], end);
  }
}
