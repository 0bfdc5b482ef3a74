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
   * The sender has told that what was captured at {@code nanos} on the clock of the loop has this
   * timestamp in this encoding (RFC 3550 section 6.4.1). A new sink is told what is known.
   */
  void related(int encoding, long nanos, long timestamp);
}
