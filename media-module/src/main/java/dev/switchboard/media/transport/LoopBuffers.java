package dev.switchboard.media.transport;

/**
 * The arrays in which the packets of a loop are worked on, one packet at a time; shared by its
 * legs. On the heap, since the JDK's ciphers are slower on direct memory.
 */
final class LoopBuffers {
  private final byte[] received = new byte[UdpSocket.RECEIVE_LIMIT];
  private final byte[] opened = new byte[UdpSocket.RECEIVE_LIMIT];
  private final byte[] sealed = new byte[UdpSocket.RECEIVE_LIMIT];

  /** A datagram as it came. */
  byte[] received() {
    return received;
  }

  /** What was in it. */
  byte[] opened() {
    return opened;
  }

  /** A packet to be sent, protected. */
  byte[] sealed() {
    return sealed;
  }
}
