package dev.switchboard.media.transport;

import dev.switchboard.media.transport.path.Path;
import dev.switchboard.media.transport.path.Socket;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams that one leg sends while its loop works through one batch. Neighbours of one size,
 * as the packets of a video frame are, leave with one system call where the socket can do that, and
 * with one right after the other elsewhere: between calls that are far apart whoever receives on
 * this machine goes to sleep and is woken for each, which costs more than the call. Memory is held
 * only while there are any.
 *
 * <pre>
 * | size | size | size | shorter |  one run; a longer datagram, or one after the shorter, begins another
 * </pre>
 */
final class OutgoingBatch {
  /** UDP_MAX_SEGMENTS of Linux. */
  private static final int DATAGRAMS_LIMIT = 64;

  /** The most that one IPv4 datagram carries, which bounds a segmented send as well. */
  private static final int BYTES_LIMIT = 65_507;

  /**
   * A longer datagram goes alone. The system refuses to segment into more than fits the interface,
   * and one peer's large packets must not put an end to segmentation for all.
   */
  private static final int SEGMENT_LIMIT = 1_400;

  private static final int RUN_CAPACITY = 16 << 10;

  private @Nullable ByteBuf run;
  private int size;
  private int datagrams;
  private boolean complete;

  /** Adds a copy of {@code datagram[0, length)}. */
  void add(byte[] datagram, int length, Path to) {
    Socket socket = to.socket();
    boolean alone = length > SEGMENT_LIMIT || !socket.segmenting();
    if (run != null && (alone || !fits(run, length))) {
      write(to);
    }
    if (alone) {
      socket.write(datagram, length, to.remote());
      return;
    }
    if (run == null) {
      run = socket.buffer(RUN_CAPACITY);
      size = length;
    }
    run.writeBytes(datagram, 0, length);
    datagrams++;
    complete = length < size;
  }

  private boolean fits(ByteBuf current, int length) {
    return !complete
        && length <= size
        && datagrams < DATAGRAMS_LIMIT
        && current.readableBytes() + length <= BYTES_LIMIT;
  }

  /** Gives what was added, all of it to this path, to the socket. */
  void write(Path to) {
    ByteBuf data = run;
    if (data != null) {
      run = null;
      datagrams = 0;
      complete = false;
      to.socket().write(data, size, to.remote());
    }
  }
}
