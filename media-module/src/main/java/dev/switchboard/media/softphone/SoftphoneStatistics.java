package dev.switchboard.media.softphone;

import dev.switchboard.media.transport.TransportState;
import java.util.List;

/**
 * What a softphone has sent and received since it was opened.
 *
 * @param videoSent all encodings together
 * @param encodingsSent each encoding of the picture, in the order of the configuration
 * @param slots what came in of each other that it can hear and see, the first of which {@code
 *     audioReceived} and {@code videoReceived} are too
 * @param bitrateCap what the server last asked it not to exceed (REMB), bit/s; 0 if it did not
 * @param roundTripMillis to the server and back by its last report; negative if there was none
 */
public record SoftphoneStatistics(
    TransportState state,
    Sent audioSent,
    Sent videoSent,
    List<Sent> encodingsSent,
    Received audioReceived,
    Received videoReceived,
    List<Slot> slots,
    long bitrateCap,
    double roundTripMillis) {

  /**
   * One kind of media on its way out.
   *
   * @param codec its name, empty if nothing is sent
   * @param retransmitted packets that were sent again by RTX
   * @param keyFrameRequests PLI and FIR from the server
   * @param lostShare of the last report, 0 to 1
   */
  public record Sent(
      String codec,
      long packets,
      long bytes,
      long frames,
      long retransmitted,
      long keyFrameRequests,
      double lostShare) {

    /** With the counts of both, and the larger loss. */
    Sent plus(Sent other) {
      return new Sent(
          codec.isEmpty() ? other.codec : codec,
          packets + other.packets,
          bytes + other.bytes,
          frames + other.frames,
          retransmitted + other.retransmitted,
          keyFrameRequests + other.keyFrameRequests,
          Math.max(lostShare, other.lostShare));
    }
  }

  /** What came in of one other. */
  public record Slot(Received audio, Received video) {}

  /**
   * One kind of media that came in.
   *
   * @param codec its name, empty if nothing came
   * @param lost packets that are still missing
   * @param recovered packets that came by RTX
   * @param frames complete ones since the first key frame; of audio, packets
   * @param firstFrameNanos {@link System#nanoTime} of the end of the first such frame; 0 before
   * @param lastArrivalNanos {@link System#nanoTime} of the last packet; 0 before the first
   * @param longestGapMillis between two packets, the last since {@link Softphone#measureGapsAnew}
   */
  public record Received(
      String codec,
      long packets,
      long bytes,
      long lost,
      long recovered,
      long frames,
      long keyFrames,
      double jitterMillis,
      long firstFrameNanos,
      long lastArrivalNanos,
      double longestGapMillis) {}
}
