package dev.switchboard.devices.web;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * A QR code (ISO/IEC 18004) as a drawing: a page puts it into an SVG, so that it is sharp on any
 * screen.
 *
 * @param size of each side in modules, with the quiet zone of four around it
 * @param path of the dark modules (SVG 2, attribute {@code d}), each 1 by 1, line by line
 */
record QrCode(int size, String path) {
  private static final int QUIET = 4;

  /**
   * The code of a text.
   *
   * @throws IllegalArgumentException if it is longer than any code can hold, about 2,000 characters
   */
  static QrCode of(String text) {
    try {
      // M: a fifteenth of it may be hidden by a reflection.
      return of(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix());
    } catch (WriterException e) {
      throw new IllegalArgumentException("no QR code holds " + text.length() + " characters", e);
    }
  }

  private static QrCode of(ByteMatrix modules) {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < modules.getHeight(); y++) {
      for (int x = 0; x < modules.getWidth(); x++) {
        int run = dark(modules, x, y);
        if (run > 0) {
          path.append('M').append(x + QUIET).append(' ').append(y + QUIET);
          path.append('h').append(run).append("v1h-").append(run).append('z');
          x += run;
        }
      }
    }
    return new QrCode(modules.getWidth() + 2 * QUIET, path.toString());
  }

  /** How many dark modules follow each other to the right, from this one on. */
  private static int dark(ByteMatrix modules, int x, int y) {
    int run = 0;
    while (x + run < modules.getWidth() && modules.get(x + run, y) == 1) {
      run++;
    }
    return run;
  }
}
