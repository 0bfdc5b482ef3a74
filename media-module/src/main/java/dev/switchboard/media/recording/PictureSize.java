package dev.switchboard.media.recording;

/** Of a picture, in pixels. */
record PictureSize(int width, int height) {
  static final PictureSize UNKNOWN = new PictureSize(0, 0);

  /** The larger in each direction of both. */
  PictureSize or(PictureSize other) {
    return new PictureSize(Math.max(width, other.width), Math.max(height, other.height));
  }

  boolean isKnown() {
    return width > 0 && height > 0;
  }
}
