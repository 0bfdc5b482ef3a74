package dev.switchboard.media.recording;

/** What is to be known of a packet of Opus (RFC 6716 section 3.1). */
final class OpusFrame {
  /** 20 ms of digital silence: CELT, fullband, one frame. */
  static final byte[] SILENCE = {(byte) 0xf8, (byte) 0xff, (byte) 0xfe};

  static final long SILENCE_NANOS = 20_000_000L;

  /** Of a frame by the configuration in the first octet, in units of 2.5 ms. */
  private static final int[] UNITS = {
    4, 8, 16, 24, 4, 8, 16, 24, 4, 8, 16, 24, 4, 8, 4, 8,
    1, 2, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8
  };

  private static final long UNIT_NANOS = 2_500_000L;

  /** No packet is longer. */
  private static final int MOST_UNITS = 48;

  private OpusFrame() {}

  /**
   * {@code | config, 5 |s| frames, 2 |}: one, two, two, or as many as the next octet says.
   *
   * @return nanoseconds; 0 if no decoder could read it
   */
  static long duration(byte[] buffer, int offset, int length) {
    if (length < 1) {
      return 0;
    }
    int code = buffer[offset] & 3;
    int frames = code == 0 ? 1 : 2;
    if (code == 3) {
      frames = length < 2 ? 0 : buffer[offset + 1] & 0x3f;
    }
    int units = frames * UNITS[(buffer[offset] & 0xff) >> 3];
    return units > MOST_UNITS ? 0 : units * UNIT_NANOS;
  }
}
