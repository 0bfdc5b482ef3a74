package dev.switchboard.media.transport.dtls;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the records that are not encrypted tell of themselves (RFC 6347 sections 4.1 and 4.2.2).
 * Anybody who can forge an address can forge them.
 *
 * <pre>
 * | type, 1 | version, 2 | epoch, 2 | number, 6 | length, 2 |
 *   handshake: | type, 1 | length, 3 | message_seq, 2 | offset, 3 | fragment length, 3 |
 *     ClientHello: | version, 2 | random, 32 | ...
 * </pre>
 */
public final class PlainRecord {
  private static final int HEADER = 13;
  private static final int EPOCH = 3;
  private static final int LENGTH = 11;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int FRAGMENT_OFFSET = HEADER + 6;
  private static final int RANDOM = HEADER + 12 + 2;
  private static final int RANDOM_LENGTH = 32;

  private PlainRecord() {}

  /** What tells one handshake from another, if {@code datagram} begins with a ClientHello. */
  public static Optional<ByteBuffer> clientRandom(byte[] datagram) {
    if (datagram.length < RANDOM + RANDOM_LENGTH
        || datagram[0] != HANDSHAKE
        || epoch(datagram, 0) != 0
        || datagram[HEADER] != CLIENT_HELLO
        || int24(datagram, FRAGMENT_OFFSET) != 0) {
      return Optional.empty();
    }
    return Optional.of(ByteBuffer.wrap(datagram, RANDOM, RANDOM_LENGTH).slice());
  }

  /** Whether there is an alert in epoch 0 among the records of {@code datagram}. */
  public static boolean hasAlert(byte[] datagram) {
    for (int at = 0; at + HEADER <= datagram.length; at += HEADER + int16(datagram, at + LENGTH)) {
      if (datagram[at] == ALERT && epoch(datagram, at) == 0) {
        return true;
      }
    }
    return false;
  }

  private static int epoch(byte[] datagram, int record) {
    return int16(datagram, record + EPOCH);
  }

  private static int int16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  private static int int24(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 16 | int16(bytes, at + 1);
  }
}
