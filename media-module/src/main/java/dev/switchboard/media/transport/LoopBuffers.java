package dev.switchboard.media.transport;

/**
 * The arrays in which the packets of a loop are worked on, one packet at a time; shared by its
 * legs. On the heap, since the JDK's ciphers are slower on direct memory.
 *
 * @param received a datagram as it came
 * @param opened what was in it
 * @param assembled a packet to be sent
 * @param sealed the same, protected
 */
record LoopBuffers(byte[] received, byte[] opened, byte[] assembled, byte[] sealed) {
  LoopBuffers() {
    this(array(), array(), array(), array());
  }

  private static byte[] array() {
    return new byte[UdpSocket.RECEIVE_LIMIT];
  }
}
