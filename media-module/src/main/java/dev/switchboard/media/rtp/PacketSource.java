package dev.switchboard.media.rtp;

/** Gives RTP packets as they were received, in the order of arrival. On the loop of the call. */
public interface PacketSource {
  /** Gives every packet from the next one on to {@code sink} too; again does nothing. */
  void addSink(PacketSink sink);

  void removeSink(PacketSink sink);

  /** Asks for a frame that can be decoded without those before it; requests are coalesced. */
  void requestKeyFrame();
}
