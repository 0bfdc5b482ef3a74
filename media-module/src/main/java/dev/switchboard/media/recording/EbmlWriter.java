package dev.switchboard.media.recording;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * EBML elements in memory (RFC 8794): each is an id, the length of its data, and the data.
 *
 * <pre>
 *  1xxx xxxx                        lengths, 7 bits in one octet ...
 *  01xx xxxx  xxxx xxxx             ... 14 bits in two, and so on (section 4)
 * </pre>
 */
final class EbmlWriter {
  /** Octets of the length of a master element, which is known only when its content is. */
  private static final int MASTER_LENGTH = 4;

  private static final int DECIMAL_LENGTH = 8;

  private byte[] bytes = new byte[4_096];
  private int size;

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /** What was written; valid until the next write. */
  ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  /** An element of elements. */
  EbmlWriter master(int id, Consumer<EbmlWriter> content) {
    id(id);
    int lengthAt = size;
    number(0, MASTER_LENGTH);
    content.accept(this);
    long length = size - lengthAt - MASTER_LENGTH;
    int end = size;
    size = lengthAt;
    number(length | 1L << 7 * MASTER_LENGTH, MASTER_LENGTH);
    size = end;
    return this;
  }

  EbmlWriter unsigned(int id, long value) {
    int octets = Math.max(1, (71 - Long.numberOfLeadingZeros(value)) / 8);
    return id(id).length(octets).number(value, octets);
  }

  /** A signed number of eight octets, as dates are (RFC 8794 section 7.6). */
  EbmlWriter date(int id, long value) {
    return id(id).length(Long.BYTES).number(value, Long.BYTES);
  }

  EbmlWriter decimal(int id, double value) {
    return id(id).length(DECIMAL_LENGTH).number(Double.doubleToLongBits(value), DECIMAL_LENGTH);
  }

  EbmlWriter text(int id, String value) {
    return binary(id, value.getBytes(StandardCharsets.US_ASCII));
  }

  EbmlWriter binary(int id, byte[] value) {
    return id(id).length(value.length).raw(value, 0, value.length);
  }

  /** An element that says nothing and takes {@code octets}, at least 2. */
  EbmlWriter voidOf(int octets) {
    id(Matroska.VOID);
    int data = octets - 2 < 0x7f ? octets - 2 : octets - 9;
    if (octets - 2 < 0x7f) {
      length(data);
    } else {
      number(data | 1L << 56, 8);
    }
    ensure(data);
    Arrays.fill(bytes, size, size + data, (byte) 0);
    size += data;
    return this;
  }

  EbmlWriter id(int id) {
    return number(id, (39 - Integer.numberOfLeadingZeros(id)) / 8);
  }

  /** A length in as few octets as it needs; all ones are reserved. */
  EbmlWriter length(long length) {
    int octets = 1;
    while (length >= (1L << 7 * octets) - 1) {
      octets++;
    }
    return number(length | 1L << 7 * octets, octets);
  }

  EbmlWriter number(long value, int octets) {
    ensure(octets);
    for (int i = octets - 1; i >= 0; i--) {
      bytes[size++] = (byte) (value >> 8 * i);
    }
    return this;
  }

  EbmlWriter raw(byte[] from, int offset, int length) {
    ensure(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
    return this;
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
