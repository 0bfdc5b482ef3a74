package dev.switchboard.media.rtp;

/**
 * A packet on its way through a call: the view of it, and what was found out about it. There is one
 * for each call, used again for the next packet: whoever keeps anything of it makes a copy.
 */
public final class ReceivedPacket {
  private final RtpPacket rtp = new RtpPacket();
  private MediaFormat format = MediaFormat.OPUS;
  private int encoding;
  private long number;
  private long arrivalNanos;
  private FrameLayers layers = new FrameLayers();

  /** The packet; one that came as a retransmission has been restored. */
  public RtpPacket rtp() {
    return rtp;
  }

  /** What is in it. */
  public MediaFormat format() {
    return format;
  }

  /**
   * Which of the encodings of one picture it belongs to, in the order of the offer (RFC 8853); 0
   * where there is one only.
   */
  public int encoding() {
    return encoding;
  }

  /** Its sequence number, extended beyond 16 bits, in the order of its encoding. */
  public long number() {
    return number;
  }

  /** When it came, on the clock of the loop. */
  public long arrivalNanos() {
    return arrivalNanos;
  }

  /** The frame of which layer it is a part of. */
  public FrameLayers layers() {
    return layers;
  }

  /**
   * Says where the packet in view belongs.
   *
   * @param ofFrame what was read of its layers
   */
  public void place(
      MediaFormat ofFormat, int inEncoding, long asNumber, long cameAtNanos, FrameLayers ofFrame) {
    format = ofFormat;
    encoding = inEncoding;
    number = asNumber;
    arrivalNanos = cameAtNanos;
    layers = ofFrame;
  }
}
