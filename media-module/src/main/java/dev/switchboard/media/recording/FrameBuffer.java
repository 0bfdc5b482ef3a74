package dev.switchboard.media.recording;

import java.util.Arrays;

/** The octets of the frame that is being put together; used again for the next one. */
final class FrameBuffer {
  /** No camera's frame is larger. */
  private static final int MOST = 16 << 20;

  private byte[] bytes = new byte[16_384];
  private int size;
  private boolean tooLarge;

  void clear() {
    size = 0;
    tooLarge = false;
  }

  int size() {
    return size;
  }

  byte at(int index) {
    return bytes[index];
  }

  byte[] bytes() {
    return bytes;
  }

  /** Whether more was added than any frame has; then some of it is missing. */
  boolean isTooLarge() {
    return tooLarge;
  }

  FrameBuffer add(byte[] from, int offset, int length) {
    if (ensure(length)) {
      System.arraycopy(from, offset, bytes, size, length);
      size += length;
    }
    return this;
  }

  FrameBuffer add(int octet) {
    if (ensure(1)) {
      bytes[size++] = (byte) octet;
    }
    return this;
  }

  FrameBuffer add32(int value) {
    return add(value >> 24).add(value >> 16).add(value >> 8).add(value);
  }

  /** Writes a number where four octets were added before. */
  void set32(int at, int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[at + i] = (byte) (value >> 24 - 8 * i);
    }
  }

  private boolean ensure(int more) {
    tooLarge |= size + more > MOST;
    if (!tooLarge && size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
    return !tooLarge;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }
}
