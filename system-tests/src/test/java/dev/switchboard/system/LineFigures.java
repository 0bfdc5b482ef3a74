package dev.switchboard.system;

import java.util.Map;

/**
 * What {@code getStats} says of a browser's line since its beginning; {@link #since} makes figures
 * of a time of it.
 *
 * @param seconds by the page's clock
 * @param framesDecoded of the video that it receives
 * @param freezeSeconds how long that video stood still, by the browser's measure
 * @param videoBytes of video received, retransmissions included
 * @param samples of sound played
 * @param concealedSamples those of them that had to be invented
 * @param audioPackets received
 * @param width of the video received now, pixels
 */
record LineFigures(
    double seconds,
    double framesDecoded,
    double freezeSeconds,
    double videoBytes,
    double samples,
    double concealedSamples,
    double audioPackets,
    double width) {

  /** Leaves its figures in a map whose keys are the names above. */
  static final String SCRIPT =
      """
      const done = arguments[arguments.length - 1];
      window.switchboard.connection.getStats().then((stats) => {
        const figures = { seconds: performance.now() / 1000 };
        for (const s of stats.values()) {
          if (s.type === 'inbound-rtp' && s.kind === 'video') {
            figures.framesDecoded = s.framesDecoded;
            figures.freezeSeconds = s.totalFreezesDuration;
            figures.videoBytes = s.bytesReceived + s.headerBytesReceived;
            figures.width = s.frameWidth;
          }
          if (s.type === 'inbound-rtp' && s.kind === 'audio') {
            figures.samples = s.totalSamplesReceived;
            figures.concealedSamples = s.concealedSamples;
            figures.audioPackets = s.packetsReceived;
          }
        }
        done(figures);
      });
      """;

  static LineFigures of(Map<String, Object> figures) {
    return new LineFigures(
        number(figures, "seconds"),
        number(figures, "framesDecoded"),
        number(figures, "freezeSeconds"),
        number(figures, "videoBytes"),
        number(figures, "samples"),
        number(figures, "concealedSamples"),
        number(figures, "audioPackets"),
        number(figures, "width"));
  }

  private static double number(Map<String, Object> figures, String name) {
    Object value = figures.get(name);
    return value == null ? 0 : ((Number) value).doubleValue();
  }

  /** What has happened since an earlier reading of the same call. */
  LineFigures since(LineFigures earlier) {
    return new LineFigures(
        seconds - earlier.seconds,
        framesDecoded - earlier.framesDecoded,
        freezeSeconds - earlier.freezeSeconds,
        videoBytes - earlier.videoBytes,
        samples - earlier.samples,
        concealedSamples - earlier.concealedSamples,
        audioPackets - earlier.audioPackets,
        width);
  }

  double framesPerSecond() {
    return framesDecoded / seconds;
  }

  /** 0 to 1. */
  double concealment() {
    return samples == 0 ? 1 : concealedSamples / samples;
  }

  double videoBitrate() {
    return videoBytes * 8 / seconds;
  }

  @Override
  public String toString() {
    return "%.1f s: %.1f frames/s, frozen %.1f s, video %.0f kbit/s %.0f wide, concealed %.2f %%"
        .formatted(
            seconds,
            framesPerSecond(),
            freezeSeconds,
            videoBitrate() / 1000,
            width,
            100 * concealment());
  }
}
