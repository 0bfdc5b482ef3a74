package dev.switchboard.system;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a browser has for a camera. The built-in one of Chromium gives whatever size it is asked
 * for; a weak one, of which a page sends a single encoding, plays a file.
 */
enum Camera {
  /** 1280x720 at 20 frames/s. */
  LARGE,
  /** 640x480 at 20 frames/s: a grey bar that wanders through the picture once a second. */
  SMALL,
  /** 320x240 at 25 frames/s, each of which can be told from the others. */
  COUNTED;

  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int FRAMES = 20;
  private static final int BAR = 64;

  /** Made once in each run of the tests. */
  private Path file;

  /** The flags with which Chromium has this camera. */
  synchronized String[] flags() {
    if (this == LARGE) {
      return new String[0];
    }
    if (file == null) {
      file = write();
    }
    return new String[] {"--use-file-for-fake-video-capture=" + file};
  }

  private Path write() {
    try {
      Path path = FakeDevices.file("camera-" + name().toLowerCase(Locale.ROOT) + ".y4m");
      try (OutputStream out = Files.newOutputStream(path)) {
        write(out);
      }
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** YUV4MPEG2: a header, and for each frame its luminance and two quarter-size colour planes. */
  private void write(OutputStream out) throws IOException {
    String header = "YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n";
    boolean counted = this == COUNTED;
    String described =
        counted
            ? header.formatted(CountedPicture.WIDTH, CountedPicture.HEIGHT, CountedPicture.RATE)
            : header.formatted(WIDTH, HEIGHT, FRAMES);
    out.write(described.getBytes(StandardCharsets.US_ASCII));
    int frames = counted ? CountedPicture.COUNT : FRAMES;
    for (int frame = 0; frame < frames; frame++) {
      out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
      out.write(counted ? CountedPicture.of(frame) : picture(frame));
    }
  }

  private static byte[] picture(int frame) {
    byte[] picture = new byte[WIDTH * HEIGHT * 3 / 2];
    Arrays.fill(picture, WIDTH * HEIGHT, picture.length, (byte) 128);
    int bar = frame * (WIDTH - BAR) / FRAMES;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean inBar = x >= bar && x < bar + BAR;
        picture[y * WIDTH + x] = (byte) (inBar ? 200 : 40 + (x ^ y) % 64);
      }
    }
    return picture;
  }
}
