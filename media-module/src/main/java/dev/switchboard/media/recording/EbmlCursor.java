package dev.switchboard.media.recording;

import java.nio.ByteBuffer;

/** Goes through the elements of some EBML in memory, one after the other (RFC 8794). */
final class EbmlCursor {
  private final ByteBuffer bytes;
  private final int end;
  private int at;
  private int id;
  private int data;
  private long length;

  EbmlCursor(ByteBuffer bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** Reads the next element; false at the end, and at what is no whole element. */
  boolean next() {
    if (!readHeader() || length > end - data) {
      return false;
    }
    at = (int) (data + length);
    return true;
  }

  /** Reads id and length only; the data may be missing. */
  boolean readHeader() {
    int idLength = at < end ? lengthOf(at) : 9;
    if (idLength > Integer.BYTES || idLength > end - at) {
      return false;
    }
    id = (int) number(at, idLength);
    int sizeAt = at + idLength;
    int sizeLength = sizeAt < end ? lengthOf(sizeAt) : 9;
    if (sizeLength > Long.BYTES || sizeLength > end - sizeAt) {
      return false;
    }
    length = number(sizeAt, sizeLength) & ~(-1L << 7 * sizeLength);
    data = sizeAt + sizeLength;
    return true;
  }

  /** By the zeros before the first one; 9 if there is none in the octet. */
  private int lengthOf(int position) {
    return Integer.numberOfLeadingZeros(bytes.get(position) & 0xff) - 23;
  }

  private long number(int position, int octets) {
    long value = 0;
    for (int i = 0; i < octets; i++) {
      value = value << 8 | bytes.get(position + i) & 0xff;
    }
    return value;
  }

  /** Whether all was read. */
  boolean isAtEnd() {
    return at == end;
  }

  int id() {
    return id;
  }

  /** Where the data begins. */
  int data() {
    return data;
  }

  /** Octets of data, of a whole element. */
  int length() {
    return (int) length;
  }

  /** Octets of data, of an element that may not be whole. */
  long dataLength() {
    return length;
  }

  /** The data as an unsigned number; -1 if it is too long to be one. */
  long unsigned() {
    return length > 7 ? -1 : number(data, (int) length);
  }
}
