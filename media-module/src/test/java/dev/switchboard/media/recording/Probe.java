package dev.switchboard.media.recording;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What ffprobe finds in a file: every frame is decoded.
 *
 * @param warnings what it has to say against it
 * @param frames of both kinds, as they come out of the decoders
 */
public record Probe(List<String> warnings, List<Frame> frames, double seconds) {
  /**
   * A decoded frame.
   *
   * @param kind audio or video
   * @param seconds in the file
   */
  public record Frame(String kind, double seconds) {}

  /** Looks at a file. */
  public static Probe of(Path file) throws IOException, InterruptedException {
    String frames =
        run(
            "ffprobe",
            "-v",
            "warning",
            "-show_entries",
            "frame=media_type,pts_time",
            "-of",
            "compact=p=0:nk=1",
            file.toString());
    String duration =
        run(
            "ffprobe",
            "-v",
            "warning",
            "-show_entries",
            "format=duration",
            "-of",
            "default=nk=1:nw=1",
            file.toString());
    List<String> warnings = new ArrayList<>();
    List<Frame> found = new ArrayList<>();
    for (String line : frames.lines().toList()) {
      String[] fields = line.split("\\|");
      if (fields.length >= 2 && fields[1].matches("-?[0-9.]+")) {
        found.add(new Frame(fields[0], Double.parseDouble(fields[1])));
      } else if (!line.isBlank()) {
        warnings.add(line);
      }
    }
    String length = duration.lines().reduce("", (one, two) -> two).strip();
    return new Probe(warnings, found, length.matches("[0-9.]+") ? Double.parseDouble(length) : -1);
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  /** Frames of a kind. */
  public long frames(String kind) {
    return times(kind).size();
  }

  /** When frames of a kind are shown or heard, seconds in the file. */
  public List<Double> times(String kind) {
    return frames.stream().filter(f -> f.kind().equals(kind)).map(Frame::seconds).toList();
  }

  @Override
  public String toString() {
    return Stream.concat(warnings.stream(), Stream.of(frames.size() + " frames, " + seconds + " s"))
        .collect(Collectors.joining("\n"));
  }
}
