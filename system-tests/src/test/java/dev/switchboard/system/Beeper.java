package dev.switchboard.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A microphone that hears a beep about once a second, at uneven times, so that none can be taken
 * for its neighbour. In windows of 5 ms tones of other beepers leave no trace.
 *
 * @param hertz its pitch, a multiple of 200
 */
record Beeper(int hertz) {
  static final int SAMPLE_RATE = 48_000;

  /** Samples in which a tone is looked for. */
  static final int WINDOW = SAMPLE_RATE / 200;

  /** For pages: {@code loudness(samples, from, hertz)} of a tone in a window, 0 to 1. */
  static final String SCRIPT =
      """
      const loudness = (samples, from, hertz) => {
        let real = 0, imaginary = 0;
        for (let i = 0; i < 240; i++) {
          const angle = 2 * Math.PI * hertz * i / 48000;
          real += samples[from + i] * Math.cos(angle);
          imaginary += samples[from + i] * Math.sin(angle);
        }
        return Math.hypot(real, imaginary) / 120;
      };
      """;

  private static final int LENGTH_MILLIS = 7_000;
  private static final int[] BEEPS_MILLIS = {200, 1_300, 2_100, 3_400, 4_200, 5_500, 6_600};
  private static final int BEEP_MILLIS = 100;
  private static final int HEADER = 44;

  /** What is less loud than this share of the loudest beep is none. */
  private static final double LEAST = 0.25;

  /** Windows after the beginning of a beep in which it is at its loudest. */
  private static final int RISE = 8;

  /** Windows before a beep in which there is silence. */
  private static final int SILENCE = 30;

  /**
   * How loud the tone was in a window.
   *
   * @param millis the middle of the window
   * @param level 0 to 1
   */
  record Loudness(double millis, double level) {}

  /** The flags with which Chromium has this microphone. */
  String flag() {
    try {
      Path path = FakeDevices.file("beeper-" + hertz + ".wav");
      Files.write(path, wav());
      return "--use-file-for-fake-audio-capture=" + path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** RIFF WAVE, one channel of 16 bits. */
  private byte[] wav() {
    int samples = SAMPLE_RATE / 1_000 * LENGTH_MILLIS;
    ByteBuffer wav = ByteBuffer.allocate(HEADER + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(HEADER - 8 + 2 * samples).put(ascii("WAVEfmt ")).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(SAMPLE_RATE).putInt(2 * SAMPLE_RATE);
    wav.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(2 * samples);
    for (int beep : BEEPS_MILLIS) {
      wav.position(HEADER + 2 * (SAMPLE_RATE / 1_000 * beep));
      for (int i = 0; i < SAMPLE_RATE / 1_000 * BEEP_MILLIS; i++) {
        wav.putShort((short) (16_000 * Math.sin(2 * Math.PI * hertz * i / SAMPLE_RATE)));
      }
    }
    return wav.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** How loud the tone is in each window of the samples, by Goertzel's algorithm. */
  List<Loudness> loudness(short[] samples) {
    List<Loudness> found = new ArrayList<>();
    double turn = 2 * Math.cos(2 * Math.PI * hertz / SAMPLE_RATE);
    for (int from = 0; from + WINDOW <= samples.length; from += WINDOW) {
      double last = 0;
      double beforeLast = 0;
      for (int i = from; i < from + WINDOW; i++) {
        double next = samples[i] / 32768.0 + turn * last - beforeLast;
        beforeLast = last;
        last = next;
      }
      double power = last * last + beforeLast * beforeLast - turn * last * beforeLast;
      double middle = (from + WINDOW / 2.0) * 1_000 / SAMPLE_RATE;
      found.add(new Loudness(middle, 2 * Math.sqrt(Math.max(0, power)) / WINDOW));
    }
    return found;
  }

  /** When beeps begin: they are half as loud then as they become, after silence. */
  static List<Double> beginnings(List<Loudness> windows) {
    double loudest = windows.stream().mapToDouble(Loudness::level).max().orElse(0);
    List<Double> found = new ArrayList<>();
    for (int i = SILENCE; i + RISE < windows.size(); i++) {
      double half = max(windows, i, i + RISE) / 2;
      if (half > LEAST * loudest / 2
          && windows.get(i).level() >= half
          && max(windows, i - SILENCE, i) < half) {
        found.add(crossing(windows.get(i - 1), windows.get(i), half));
        i += SILENCE;
      }
    }
    return found;
  }

  private static double max(List<Loudness> windows, int from, int to) {
    return windows.subList(from, to).stream().mapToDouble(Loudness::level).max().orElse(0);
  }

  private static double crossing(Loudness before, Loudness after, double level) {
    double share = (level - before.level()) / (after.level() - before.level());
    return before.millis() + share * (after.millis() - before.millis());
  }
}
