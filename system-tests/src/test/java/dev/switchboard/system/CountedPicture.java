package dev.switchboard.system;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * A picture that tells its number: across its middle eight cells, black or white, hold the bits of
 * the number, and eight more their opposites. The cells are so large that they survive any encoder
 * and any size of the picture; what is around them moves and is as grey as what cameras see.
 */
final class CountedPicture {
  static final int WIDTH = 320;
  static final int HEIGHT = 240;

  /** Pictures a second. */
  static final int RATE = 25;

  /** After so many, which takes eight seconds, numbers come again. */
  static final int COUNT = 200;

  static final int CELLS = 16;

  /** For ffmpeg: makes one pixel of each cell. */
  static final String FILTER = "crop=iw:ih/4:0:ih*3/8,scale=%d:1:flags=area".formatted(CELLS);

  /** For pages: {@code number(picture, width, height)}, -1 if it shows none. */
  static final String SCRIPT =
      """
      const cells = new OffscreenCanvas(16, 1).getContext('2d', { willReadFrequently: true });
      const number = (picture, width, height) => {
        cells.drawImage(picture, 0, height * 3 / 8, width, height / 4, 0, 0, 16, 1);
        const { data } = cells.getImageData(0, 0, 16, 1);
        let bits = 0;
        for (let cell = 0; cell < 16; cell++) bits = (bits << 1) | (data[4 * cell] > 127);
        return ((bits >> 8) ^ (bits & 0xff)) === 0xff ? bits >> 8 : -1;
      };
      """;

  private static final int BITS = 8;

  private CountedPicture() {}

  /** In YUV 4:2:0: its luminance, then two planes of no colour. */
  static byte[] of(int number) {
    int bits = (number << BITS) | (~number & 0xff);
    byte[] picture = new byte[WIDTH * HEIGHT * 3 / 2];
    Arrays.fill(picture, WIDTH * HEIGHT, picture.length, (byte) 128);
    for (int y = 0; y < HEIGHT; y++) {
      boolean inCells = y >= HEIGHT / 4 && y < HEIGHT * 3 / 4;
      for (int x = 0; x < WIDTH; x++) {
        int texture = 40 + ((x + 2 * number) ^ y) % 64;
        boolean white = ((bits >> (CELLS - 1 - x * CELLS / WIDTH)) & 1) == 1;
        int cell = white ? 220 : 30;
        picture[y * WIDTH + x] = (byte) (inCells ? cell : texture);
      }
    }
    return picture;
  }

  /** The number that the grey values of the cells show. */
  static OptionalInt number(byte[] cells, int from) {
    int bits = 0;
    for (int i = from; i < from + CELLS; i++) {
      bits = (bits << 1) | ((cells[i] & 0xff) > 127 ? 1 : 0);
    }
    int number = bits >> BITS;
    return (bits & 0xff) == (~number & 0xff) ? OptionalInt.of(number) : OptionalInt.empty();
  }
}
