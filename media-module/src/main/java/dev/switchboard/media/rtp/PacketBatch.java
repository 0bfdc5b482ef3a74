package dev.switchboard.media.rtp;

import java.util.Arrays;

/**
 * Copies of packets of one sender's sound and picture, in the order in which they came, and of the
 * restarts between them: what one loop hands over to another at once. Memory is taken when it is
 * first needed, and used again.
 */
public final class PacketBatch {
  private static final int FIRST_PACKETS = 32;
  private static final int PACKETS_LIMIT = 1_024;
  private static final int ROOM_FOR_EACH = 1_500;
  private static final int RESTART = -1;

  private byte[] bytes = new byte[FIRST_PACKETS * ROOM_FOR_EACH];
  private int[] ends = new int[FIRST_PACKETS];
  private boolean[] pictures = new boolean[FIRST_PACKETS];
  private int[] encodings = new int[FIRST_PACKETS];
  private int[] restoredTypes = new int[FIRST_PACKETS];
  private long[] numbers = new long[FIRST_PACKETS];
  private long[] arrivals = new long[FIRST_PACKETS];
  private int size;

  /** Copies a packet; false, and nothing is done, if the batch is full. */
  public boolean add(boolean picture, ReceivedPacket packet) {
    RtpPacket rtp = packet.rtp();
    int end = end() + rtp.copyLength();
    if (!begin(picture, packet.encoding(), end)) {
      return false;
    }
    rtp.copyTo(bytes, end - rtp.copyLength());
    restoredTypes[size] = rtp.restoredType();
    numbers[size] = packet.number();
    arrivals[size] = packet.arrivalNanos();
    size++;
    return true;
  }

  /** Notes that an encoding began a new numbering; false if the batch is full. */
  public boolean addRestart(boolean picture, int encoding) {
    if (!begin(picture, encoding, end())) {
      return false;
    }
    numbers[size] = RESTART;
    size++;
    return true;
  }

  private int end() {
    return size == 0 ? 0 : ends[size - 1];
  }

  private boolean begin(boolean picture, int encoding, int end) {
    if (size == PACKETS_LIMIT) {
      return false;
    }
    if (size == ends.length) {
      grow();
    }
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end));
    }
    pictures[size] = picture;
    encodings[size] = encoding;
    ends[size] = end;
    return true;
  }

  private void grow() {
    int packets = 2 * size;
    ends = Arrays.copyOf(ends, packets);
    pictures = Arrays.copyOf(pictures, packets);
    encodings = Arrays.copyOf(encodings, packets);
    restoredTypes = Arrays.copyOf(restoredTypes, packets);
    numbers = Arrays.copyOf(numbers, packets);
    arrivals = Arrays.copyOf(arrivals, packets);
  }

  /** Packets and restarts in it. */
  public int size() {
    return size;
  }

  /** Whether it is of the picture, else of the sound. */
  public boolean isPicture(int index) {
    return pictures[index];
  }

  public int encoding(int index) {
    return encodings[index];
  }

  /** Whether this is no packet but the beginning of a new numbering. */
  public boolean isRestart(int index) {
    return numbers[index] == RESTART;
  }

  /** The packet's extended sequence number. */
  public long number(int index) {
    return numbers[index];
  }

  public long arrivalNanos(int index) {
    return arrivals[index];
  }

  /**
   * Shows the copy of a packet, except that a restored one has no SSRC; valid until {@link #clear}.
   */
  public DropReason show(int index, RtpPacket view) {
    int start = index == 0 ? 0 : ends[index - 1];
    DropReason reason = view.wrap(bytes, start, ends[index] - start);
    return reason == DropReason.NONE && restoredTypes[index] >= 0
        ? view.restore(restoredTypes[index], 0)
        : reason;
  }

  public void clear() {
    size = 0;
  }
}
