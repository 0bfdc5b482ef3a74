package dev.switchboard.media.transport.ice;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** The 96 bits that pair a STUN response with its request (RFC 8489 section 5). */
record TransactionId(long high, int low) {
  static final int LENGTH = 12;

  static TransactionId random(SecureRandom random) {
    return new TransactionId(random.nextLong(), random.nextInt());
  }

  static TransactionId read(ByteBuffer from, int offset) {
    return new TransactionId(from.getLong(offset), from.getInt(offset + Long.BYTES));
  }

  void write(ByteBuffer to) {
    to.putLong(high).putInt(low);
  }
}
