package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.recording.Probe;
import dev.switchboard.system.Truth.Numbered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A file that was recorded of counted pictures and beeps, as ffmpeg decodes it. Times are
 * milliseconds since the recording began.
 *
 * @param startMillis the file's time 0
 * @param probe every frame, decoded
 */
record CountedFile(Path file, double startMillis, Probe probe) {
  /** All of the picture. */
  static final String WHOLE = "null";

  static final String LEFT_HALF = "crop=iw/2:ih:0:0";
  static final String RIGHT_HALF = "crop=iw/2:ih:iw/2:0";

  /** Sound and silence where their times are, to 5 ms. */
  private static final String IN_STEP =
      "aresample=48000:async=1:min_hard_comp=0.005:first_pts=0,aformat=s16:channel_layouts=mono";

  /**
   * Decodes a file.
   *
   * @param file of a track, or the film
   */
  static CountedFile of(Path file, double startMillis) {
    try {
      return new CountedFile(file, startMillis, Probe.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** When its frames are shown, or heard. */
  List<Double> times(String kind) {
    return probe.times(kind).stream().map(seconds -> startMillis + 1e3 * seconds).toList();
  }

  /**
   * The frames that show a number.
   *
   * @param part of the picture, as a filter
   */
  List<Numbered> pictures(String part) {
    byte[] cells =
        decode(
            "-an",
            "-vf",
            part + "," + CountedPicture.FILTER + ",format=gray",
            "-fps_mode",
            "passthrough",
            "-f",
            "rawvideo");
    List<Double> times = times("video");
    assertThat(cells)
        .as("cells of %d frames", times.size())
        .hasSize(CountedPicture.CELLS * times.size());
    List<Numbered> found = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      OptionalInt number = CountedPicture.number(cells, i * CountedPicture.CELLS);
      if (number.isPresent()) {
        found.add(new Numbered(number.getAsInt(), times.get(i)));
      }
    }
    return found;
  }

  /** When beeps begin. */
  List<Double> beeps(Beeper beeper) {
    ShortBuffer pcm =
        ByteBuffer.wrap(decode("-vn", "-af", IN_STEP, "-f", "s16le"))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asShortBuffer();
    short[] samples = new short[pcm.remaining()];
    pcm.get(samples);
    return Beeper.beginnings(beeper.loudness(samples)).stream()
        .map(time -> startMillis + time)
        .toList();
  }

  private byte[] decode(String... to) {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin"));
    command.addAll(List.of("-copyts", "-i", file.toString()));
    command.addAll(List.of(to));
    command.add("-");
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      byte[] decoded = process.getInputStream().readAllBytes();
      assertThat(process.waitFor()).as("exit code of %s", command).isZero();
      return decoded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
