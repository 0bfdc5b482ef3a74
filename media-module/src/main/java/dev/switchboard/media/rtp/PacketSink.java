package dev.switchboard.media.rtp;

/**
 * Takes the packets of a {@link PacketSource}, as a viewer or a recorder does. On the loop of the
 * source.
 */
public interface PacketSink {
  /** Takes one packet, which is valid until the call returns and never modified. */
  void packet(ReceivedPacket packet);

  /**
   * The sender began a new stream in this encoding: its numbers and timestamps have nothing to do
   * with those before.
   */
  void restarted(int encoding);

  /**
   * The sender has told how the timestamps of this encoding relate to time. A new sink is told what
   * is known.
   */
  void related(int encoding, SenderTime time);
}
