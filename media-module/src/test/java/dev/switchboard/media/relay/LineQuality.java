package dev.switchboard.media.relay;

import java.time.Duration;

/**
 * What one direction of a line does to datagrams. Made by changing {@link #GOOD}.
 *
 * @param loss share that is lost, 0 to 1, each datagram by itself
 * @param delay of every datagram
 * @param jitter at most so much delay on top, evenly spread and another for each datagram, so that
 *     they overtake each other
 * @param bitrate bit/s of the bottleneck, headers of UDP and IP not counted; 0 if there is none
 * @param queue how much the bottleneck keeps waiting; what comes when it is full is lost
 */
public record LineQuality(
    double loss, Duration delay, Duration jitter, long bitrate, Duration queue) {
  /** Loses and delays nothing. */
  public static final LineQuality GOOD =
      new LineQuality(0, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);

  public LineQuality withLoss(double share) {
    return new LineQuality(share, delay, jitter, bitrate, queue);
  }

  public LineQuality withDelay(Duration least, Duration variation) {
    return new LineQuality(loss, least, variation, bitrate, queue);
  }

  public LineQuality withBottleneck(long bitsPerSecond, Duration longestQueue) {
    return new LineQuality(loss, delay, jitter, bitsPerSecond, longestQueue);
  }
}
