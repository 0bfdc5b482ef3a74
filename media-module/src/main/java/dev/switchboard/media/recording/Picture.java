package dev.switchboard.media.recording;

/**
 * A whole frame of a picture, as files have it.
 *
 * @param key whether a decoder can begin with it
 * @param size as a key frame tells; unknown of others
 * @param codecPrivate what the head of a file must say for this key frame and those after it; empty
 *     if there is nothing
 */
record Picture(byte[] data, boolean key, PictureSize size, byte[] codecPrivate) {
  private static final byte[] NOTHING = {};

  static Picture inter(byte[] data) {
    return new Picture(data, false, PictureSize.UNKNOWN, NOTHING);
  }

  static Picture key(byte[] data, PictureSize size) {
    return new Picture(data, true, size, NOTHING);
  }
}
