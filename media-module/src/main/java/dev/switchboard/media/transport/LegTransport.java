package dev.switchboard.media.transport;

import dev.switchboard.media.rtp.PacketSink;
import dev.switchboard.media.transport.ice.IceCandidate;
import dev.switchboard.media.transport.ice.IceParameters;
import java.util.List;

/**
 * The way of one leg's packets to and from its peer: ICE finds the peer's address, DTLS the keys,
 * SRTP protects the packets. All methods on the loop.
 */
public final class LegTransport implements PacketSink {
  /** Hears what comes from the peer. Called on the loop; may close the transport at any time. */
  public interface Listener {
    /** The new state, and for {@code FAILED} and {@code CLOSED} why, in words for a log. */
    void stateChanged(TransportState state, String reason);

    /**
     * A decrypted RTP packet with a valid fixed header; the buffer is valid during the call only.
     */
    void rtp(byte[] buffer, int offset, int length, long arrivalNanos);

    /** A decrypted RTCP compound packet; the buffer is valid during the call only. */
    void rtcp(byte[] buffer, int offset, int length, long arrivalNanos);
  }

  LegTransport(Listener listener) {}

  /** Our credentials and candidates, for the session description. */
  public IceParameters local() {
    return new IceParameters("", "", List.of());
  }

  /** SHA-256 of our certificate, {@code AB:CD:...}. */
  public String fingerprint() {
    return "";
  }

  /** An address of the peer, for a {@linkplain MediaLoop#terminal terminal}; before connect. */
  public void addRemoteCandidate(IceCandidate candidate) {}

  /**
   * Tells who the peer is, and begins. Again after {@link #restartIce}: the address is then looked
   * for anew with the new credentials while media goes on over the old one; DTLS stays.
   *
   * @param remoteFingerprintAlgorithm {@code sha-256}, {@code sha-384} or {@code sha-512}
   * @param weAreDtlsServer whether our side is {@code a=setup:passive}
   */
  public void connect(
      String remoteUfrag,
      String remotePwd,
      String remoteFingerprintAlgorithm,
      String remoteFingerprint,
      boolean weAreDtlsServer) {}

  /** Takes new credentials, which are in force (beside the old ones) from the next connect on. */
  public IceParameters restartIce() {
    return local();
  }

  public TransportState state() {
    return TransportState.NEW;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The header may be longer than the RTP header: the bytes after it begin the payload. Dropped
   * and counted unless {@code CONNECTED} or {@code SILENT}.
   */
  @Override
  public void rtp(
      byte[] header, int headerLength, byte[] payload, int payloadOffset, int payloadLength) {}

  @Override
  public void rtcp(byte[] compound, int offset, int length) {}

  /** Tells the peer (close_notify), and forgets it. Again does nothing. */
  public void close() {}
}
