package dev.switchboard.media.recording;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about a recording and its files; docs/recording-manifest.md describes it as it is
 * written. Times are nanoseconds since the recording began, unless they say otherwise.
 *
 * @param startedAt when the recording began, by the server's wall clock
 * @param complete whether it has ended, and its files are as they will stay
 * @param lengthNanos to the end of the last frame
 */
public record Manifest(
    String recording,
    Instant startedAt,
    boolean complete,
    Fault fault,
    long lengthNanos,
    List<Segment> segments) {
  static final String FILE = "manifest.json";

  public Manifest {
    segments = List.copyOf(segments);
  }

  /**
   * One file.
   *
   * @param number of the track's files, from 1
   * @param startNanos the time of the file's time 0
   * @param lengthNanos from there to the end of its last frame
   * @param clock of the sender; empty if it has not told it
   * @param sound empty if there is none in the file
   * @param picture likewise
   */
  public record Segment(
      String track,
      int number,
      String file,
      String mediaType,
      long startNanos,
      long lengthNanos,
      long bytes,
      Optional<Clock> clock,
      Optional<Stream> sound,
      Optional<Stream> picture) {}

  /**
   * The clock of a sender beside the server's.
   *
   * @param offsetMillis what it shows more than the server's wall clock
   * @param driftPpm how much faster it runs, in millionths
   * @param roundTripMillis the least of late; 0 if it was not measured
   */
  public record Clock(double offsetMillis, double driftPpm, double roundTripMillis) {}

  /**
   * The sound or the picture of a file.
   *
   * @param codec its name, as in RTP
   * @param clockRate of its timestamps, Hz
   * @param keyFrames of a picture
   * @param fillers frames of silence that were put where none was received, which are no part of
   *     {@code frames}
   * @param omitted what was received and is not in the file, or was to be received, by its reason
   * @param times how timestamps relate to time
   * @param gaps when nothing was to be seen or heard that should have been
   * @param gapsLeftOut how many gaps more there were than are listed
   */
  public record Stream(
      String codec,
      int clockRate,
      int width,
      int height,
      long frames,
      long bytes,
      long keyFrames,
      long fillers,
      Map<String, Long> omitted,
      List<TimePoint> times,
      List<Gap> gaps,
      long gapsLeftOut) {
    public Stream {
      omitted = Map.copyOf(omitted);
      times = List.copyOf(times);
      gaps = List.copyOf(gaps);
    }

    /** Of which no more is known than what its file tells. */
    static Stream of(TrackFormat format) {
      return new Stream(
          format.codec().name(),
          format.codec().isVideo() ? 90_000 : 48_000,
          format.size().width(),
          format.size().height(),
          0,
          0,
          0,
          0,
          Map.of(),
          List.of(),
          List.of(),
          0);
    }

    /** With the counts that a file turned out to have. */
    Stream with(long countedFrames, long countedBytes) {
      return new Stream(
          codec,
          clockRate,
          width,
          height,
          countedFrames - fillers,
          countedBytes,
          keyFrames,
          fillers,
          omitted,
          times,
          gaps,
          gapsLeftOut);
    }
  }

  /** A frame with this timestamp was captured at this time. */
  public record TimePoint(long timestamp, long nanos) {}

  /** A time with nothing in it. */
  public record Gap(long nanos, long lengthNanos) {}
}
