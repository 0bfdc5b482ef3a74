package dev.switchboard.media.rtp;

/**
 * Bits of a byte array, the most significant first; what lies behind the end is 0 and an overrun.
 */
public final class BitReader {
  private byte[] buffer = new byte[0];
  private int start;
  private int at;
  private int end;

  /** Begins with the first bit of {@code length} octets at {@code offset}. */
  public void begin(byte[] bytes, int offset, int length) {
    buffer = bytes;
    start = offset * 8;
    at = start;
    end = (offset + length) * 8;
  }

  /** Bits that were read or skipped. */
  public int position() {
    return at - start;
  }

  /** Whether more was read than there is. */
  public boolean isOverrun() {
    return at > end;
  }

  public boolean flag() {
    return read(1) != 0;
  }

  /** 0 to 31 bits. */
  public int read(int bits) {
    return (int) readLong(bits);
  }

  /** 0 to 64 bits. */
  public long readLong(int bits) {
    long value = 0;
    for (int i = 0; i < bits; i++, at++) {
      int bit = at < end ? buffer[at >> 3] >> 7 - (at & 7) & 1 : 0;
      value = value << 1 | bit;
    }
    return value;
  }

  public void skip(int bits) {
    at += bits;
  }

  /** A number below {@code limit}, {@code ns(limit)} in the AV1 specification, section 4.10.7. */
  public int readBelow(int limit) {
    int width = 32 - Integer.numberOfLeadingZeros(limit);
    int shorter = (1 << width) - limit;
    int value = read(width - 1);
    return value < shorter ? value : (value << 1) - shorter + read(1);
  }

  /**
   * As many zeros as bits follow the one after them: {@code ue(v)} in H.264 (section 9.1), {@code
   * uvlc()} in AV1 (section 4.10.3). At most 32 zeros; more are an overrun.
   */
  public long readExpGolomb() {
    int zeros = 0;
    while (!flag()) {
      if (++zeros > 32 || isOverrun()) {
        at = end + 1;
        return 0;
      }
    }
    return (1L << zeros) - 1 + readLong(zeros);
  }

  /** {@code se(v)} in H.264 (section 9.1.1): 0, 1, -1, 2, -2 ... */
  public long readSignedExpGolomb() {
    long code = readExpGolomb();
    return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
  }
}
