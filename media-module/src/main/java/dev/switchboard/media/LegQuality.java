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
   * @param loss 0 to 1, the share of packets that had not arrived when they were due, of the worse
   *     of both
   * @param unrecovered 0 to 1, the share of those that no retransmission made good either
   * @param jitter milliseconds, the worst stream's (RFC 3550 section 6.4.1)
   * @param roundTrip milliseconds between server and leg, 0 as long as it is not known
   * @param audioLevel -127 (silence) to 0 dBov, the loudest of the period (RFC 6464)
   * @param framesPerSecond whole frames of the picture: those that arrived, or that were sent
   * @param freezes how often the picture stood still (W3C webrtc-stats, freezeCount)
   * @param frozenMillis how long, in milliseconds
   * @param meanOpinionScore of the sound, 1 (bad) to 4.5, as ITU-T G.107 predicts it from loss,
   *     delay and jitter; 0 when there was no sound. Of what the leg is sent, the way from the
   *     speaker to the server is part
   * @param codec the video codec in use, the audio codec when no video flows, else empty
   * @param resting whether the picture is held back now, because the line to the leg can carry the
   *     sound only
   */
  public record Flow(
      long bitrate,
      double loss,
      double unrecovered,
      double jitter,
      double roundTrip,
      int audioLevel,
      double framesPerSecond,
      int freezes,
      double frozenMillis,
      double meanOpinionScore,
      String codec,
      boolean resting) {}
}
