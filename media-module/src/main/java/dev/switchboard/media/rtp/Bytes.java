package dev.switchboard.media.rtp;

/** Unsigned big-endian numbers in byte arrays. */
final class Bytes {
  private Bytes() {}

  static int u8(byte[] buffer, int at) {
    return buffer[at] & 0xff;
  }

  static int u16(byte[] buffer, int at) {
    return (buffer[at] & 0xff) << 8 | (buffer[at + 1] & 0xff);
  }

  static int u24(byte[] buffer, int at) {
    return u16(buffer, at) << 8 | u8(buffer, at + 2);
  }

  static int i32(byte[] buffer, int at) {
    return u16(buffer, at) << 16 | u16(buffer, at + 2);
  }

  static long u32(byte[] buffer, int at) {
    return i32(buffer, at) & 0xffff_ffffL;
  }

  static void put16(byte[] buffer, int at, int value) {
    buffer[at] = (byte) (value >> 8);
    buffer[at + 1] = (byte) value;
  }

  static void put24(byte[] buffer, int at, int value) {
    buffer[at] = (byte) (value >> 16);
    put16(buffer, at + 1, value);
  }

  static void put32(byte[] buffer, int at, long value) {
    put16(buffer, at, (int) (value >> 16));
    put16(buffer, at + 2, (int) value);
  }
}
