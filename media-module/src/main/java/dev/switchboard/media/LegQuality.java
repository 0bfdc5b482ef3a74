package dev.switchboard.media;

/**
 * How a leg's media is doing, measured over the time since the last time it was asked for.
 *
 * @param up what the leg sends, as it arrives at the server
 * @param down what the server sends to the leg, as the leg reports it
 */
public record LegQuality(String legId, Flow up, Flow down) {
  /**
   * One direction, audio and video together.
   *
   * @param bitrate bit/s, headers included
   * @param loss 0 to 1, the share of packets that had not arrived when they were due
   * @param jitter milliseconds, the worst stream's (RFC 3550 section 6.4.1)
   * @param roundTrip milliseconds between server and leg, 0 as long as it is not known
   * @param audioLevel -127 (silence) to 0 dBov, the loudest of the period (RFC 6464)
   * @param codec the video codec in use, the audio codec when no video flows, else empty
   */
  public record Flow(
      long bitrate, double loss, double jitter, double roundTrip, int audioLevel, String codec) {}
}
