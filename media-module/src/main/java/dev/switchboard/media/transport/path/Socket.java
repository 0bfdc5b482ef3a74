package dev.switchboard.media.transport.path;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** Where datagrams leave. On the loop. */
public interface Socket {
  /** A buffer for datagrams to be sent, which is the caller's until {@link #write}. */
  ByteBuf buffer(int capacity);

  /** Whether what is written arrives, or the socket ends: nothing is then said twice. */
  boolean isReliable();

  /** Whether {@link #write} takes several datagrams at once. */
  boolean segmenting();

  /**
   * Queues the datagrams in {@code data}, which it takes over: each has {@code size} bytes, the
   * last may be shorter.
   */
  void write(ByteBuf data, int size, InetSocketAddress to);

  /** Sends a copy of {@code datagram[0, length)}, at once or with the next {@link #flush}. */
  default void write(byte[] datagram, int length, InetSocketAddress to) {
    write(buffer(length).writeBytes(datagram, 0, length), length, to);
  }

  /** Hands all that was queued to the system. */
  void flush();

  /**
   * By what the sender of a datagram is known among all that a loop hears; has {@code equals}, and
   * costs no memory.
   */
  Object sender(InetSocketAddress source);

  /** No leg uses the path to {@code peer} any more. */
  void release(InetSocketAddress peer);
}
