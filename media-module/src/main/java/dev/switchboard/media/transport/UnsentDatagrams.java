package dev.switchboard.media.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * The datagrams of a socket without native code, which has to send each by a call of its own. They
 * leave one right after the other: between calls that are far apart whoever receives on this
 * machine goes to sleep and is woken for each, which costs more than the call. On the loop.
 */
final class UnsentDatagrams {
  /** What happens to datagrams that don't leave. */
  interface Owner {
    /** The system's buffer is full, for this one and all that follow. */
    void full(ByteBuffer datagram, InetSocketAddress to);

    /** This one can't be sent. */
    void failed(IOException cause);
  }

  /** So many are kept back at most, so that they are still in the processor's cache. */
  private static final int LIMIT = 64;

  private final DatagramChannel channel;
  private final Owner owner;
  private final ByteBuffer[] datagrams = new ByteBuffer[LIMIT];
  private final InetSocketAddress[] receivers = new InetSocketAddress[LIMIT];
  private int count;

  /**
   * @param capacity of each, bytes
   */
  UnsentDatagrams(DatagramChannel channel, int capacity, Owner owner) {
    this.channel = channel;
    this.owner = owner;
    ByteBuffer all = ByteBuffer.allocateDirect(LIMIT * capacity);
    for (int i = 0; i < LIMIT; i++) {
      datagrams[i] = all.slice(i * capacity, capacity);
    }
  }

  /** Adds a copy; those before it leave if there are many. */
  void add(byte[] datagram, int length, InetSocketAddress to) {
    if (count == LIMIT) {
      send();
    }
    datagrams[count].clear().put(datagram, 0, length).flip();
    receivers[count] = to;
    count++;
  }

  /** Sends all. */
  void send() {
    boolean full = false;
    for (int i = 0; i < count; i++) {
      try {
        full = full || channel.send(datagrams[i], receivers[i]) == 0;
        if (full) {
          owner.full(datagrams[i], receivers[i]);
        }
      } catch (IOException e) {
        owner.failed(e);
      }
    }
    count = 0;
  }
}
