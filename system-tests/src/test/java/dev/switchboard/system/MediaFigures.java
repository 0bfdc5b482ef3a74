package dev.switchboard.system;

import java.util.Map;

/**
 * What {@code getStats} says of the received media.
 *
 * @param framesDecoded video frames decoded so far
 * @param audioEnergy total audio energy so far; grows only with sound above silence
 * @param audioPackets audio packets received so far
 * @param atMillis the page's clock, milliseconds
 * @param srtpCipher the SRTP profile's name, empty while unknown
 * @param protocol {@code udp} or {@code tcp}, by which media goes; empty while unknown
 * @param relayed whether media goes by a TURN server
 * @param server the server's address, to which media goes; empty while unknown
 */
record MediaFigures(
    long framesDecoded,
    double audioEnergy,
    long audioPackets,
    double atMillis,
    String srtpCipher,
    String protocol,
    boolean relayed,
    String server) {

  static MediaFigures of(Map<String, Object> figures) {
    return new MediaFigures(
        number(figures, "framesDecoded").longValue(),
        number(figures, "audioEnergy").doubleValue(),
        number(figures, "audioPackets").longValue(),
        number(figures, "now").doubleValue(),
        (String) figures.getOrDefault("srtpCipher", ""),
        (String) figures.getOrDefault("protocol", ""),
        (Boolean) figures.getOrDefault("relayed", false),
        (String) figures.getOrDefault("server", ""));
  }

  /** Frames decoded a second since an earlier reading. */
  double framesPerSecondSince(MediaFigures earlier) {
    return (framesDecoded - earlier.framesDecoded) * 1000 / (atMillis - earlier.atMillis);
  }

  private static Number number(Map<String, Object> figures, String name) {
    Object value = figures.get(name);
    return value == null ? 0 : (Number) value;
  }
}
