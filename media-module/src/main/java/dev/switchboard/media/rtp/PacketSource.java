package dev.switchboard.media.rtp;

/**
 * Gives RTP packets as they were received, in the order of arrival: what came as a retransmission
 * is given as what it repeats. On the loop of the source.
 */
public interface PacketSource {
  /** Gives every packet from the next one on to {@code sink} too; again does nothing. */
  void addSink(PacketSink sink);

  /** Gives it no more; does nothing if it was not given any. */
  void removeSink(PacketSink sink);

  /**
   * Asks for a frame of this encoding that can be decoded without those before it; requests are
   * coalesced. Nothing happens if there is no such encoding.
   */
  void requestKeyFrame(int encoding);
}
