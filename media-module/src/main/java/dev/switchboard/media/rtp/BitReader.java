package dev.switchboard.media.rtp;

/**
 * Bits of a byte array, the most significant first; what lies behind the end is 0 and an overrun.
 */
final class BitReader {
  private byte[] buffer = new byte[0];
  private int at;
  private int end;

  void begin(byte[] bytes, int offset, int length) {
    buffer = bytes;
    at = offset * 8;
    end = (offset + length) * 8;
  }

  boolean isOverrun() {
    return at > end;
  }

  boolean flag() {
    return read(1) != 0;
  }

  /** 0 to 31 bits. */
  int read(int bits) {
    return (int) readLong(bits);
  }

  /** 0 to 64 bits. */
  long readLong(int bits) {
    long value = 0;
    for (int i = 0; i < bits; i++, at++) {
      int bit = at < end ? buffer[at >> 3] >> 7 - (at & 7) & 1 : 0;
      value = value << 1 | bit;
    }
    return value;
  }

  void skip(int bits) {
    at += bits;
  }

  /** A number below {@code limit}, {@code ns(limit)} in the AV1 specification, section 4.10.7. */
  int readBelow(int limit) {
    int width = 32 - Integer.numberOfLeadingZeros(limit);
    int shorter = (1 << width) - limit;
    int value = read(width - 1);
    return value < shorter ? value : (value << 1) - shorter + read(1);
  }
}
