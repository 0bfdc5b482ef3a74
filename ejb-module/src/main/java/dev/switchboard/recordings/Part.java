package dev.switchboard.recordings;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream, and no more. */
final class Part extends FilterInputStream {
  private long left;

  Part(InputStream whole, long length) {
    super(whole);
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    if (left <= 0) {
      return -1;
    }
    int next = super.read();
    left -= next < 0 ? left : 1;
    return next;
  }

  @Override
  public int read(byte[] into, int offset, int most) throws IOException {
    if (left <= 0) {
      return most == 0 ? 0 : -1;
    }
    int read = super.read(into, offset, (int) Math.min(most, left));
    left -= Math.max(0, read);
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(Math.min(count, left));
    left -= skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(super.available(), left);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
