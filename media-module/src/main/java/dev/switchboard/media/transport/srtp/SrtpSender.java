package dev.switchboard.media.transport.srtp;

import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * Protects the packets that we send in one association. Never takes one index twice, since that
 * would give the keystream away: a retransmission is RTX, or the same protected bytes again. One
 * thread at a time.
 */
public final class SrtpSender {
  private static final long LAST_RTP_INDEX = (1L << 48) - 1;
  private static final long LAST_RTCP_INDEX = (1L << 31) - 1;

  private final SrtpTransform transform;
  private final Sources sources = new Sources();
  private int length;

  SrtpSender(SrtpTransform transform) {
    this.transform = transform;
  }

  /** Length of the last result, bytes; it is in {@code out[0, length())}. */
  public int length() {
    return length;
  }

  /**
   * Protects the RTP packet that is {@code head[0, headLength)} followed by {@code payload} into
   * {@code out}, a third array. The head has at least the whole RTP header. Sequence numbers may
   * come late by up to 1024 packets.
   */
  public SrtpStatus protectRtp(
      byte[] head,
      int headLength,
      byte[] payload,
      int payloadOffset,
      int payloadLength,
      byte[] out) {
    int headerLength = RtpHeader.length(head, 0, headLength);
    if (headerLength < 0) {
      return SrtpStatus.MALFORMED;
    }
    if (headLength + payloadLength + transform.rtpOverhead() > out.length) {
      return SrtpStatus.TOO_LARGE;
    }
    SourceState source = source(RtpHeader.ssrc(head, 0));
    if (source == null) {
      return SrtpStatus.TOO_MANY_SOURCES;
    }
    long index = source.indexOf(RtpHeader.sequenceNumber(head, 0));
    if (index > LAST_RTP_INDEX) {
      return SrtpStatus.KEY_EXHAUSTED;
    }
    SrtpStatus fresh = source.rtp.check(index);
    if (fresh != SrtpStatus.OK) {
      return fresh;
    }
    source.rtp.add(index);
    try {
      length =
          transform.protectRtp(
              index,
              source.ssrc,
              head,
              headerLength,
              headLength,
              payload,
              payloadOffset,
              payloadLength,
              out);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an index was used twice", e);
    }
    return SrtpStatus.OK;
  }

  /** Protects the compound packet {@code in[offset, offset + packetLength)} into {@code out}. */
  public SrtpStatus protectRtcp(byte[] in, int offset, int packetLength, byte[] out) {
    if (packetLength < SrtpTransform.RTCP_HEADER_LENGTH) {
      return SrtpStatus.MALFORMED;
    }
    if (packetLength + transform.rtcpOverhead() > out.length) {
      return SrtpStatus.TOO_LARGE;
    }
    SourceState source = source(Bytes.int32(in, offset + 4));
    if (source == null) {
      return SrtpStatus.TOO_MANY_SOURCES;
    }
    long index = source.rtcp.highest() + 1;
    if (index > LAST_RTCP_INDEX) {
      return SrtpStatus.KEY_EXHAUSTED;
    }
    source.rtcp.add(index);
    try {
      length = transform.protectRtcp((int) index, source.ssrc, in, offset, packetLength, out);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an index was used twice", e);
    }
    return SrtpStatus.OK;
  }

  private @Nullable SourceState source(int ssrc) {
    SourceState source = sources.find(ssrc);
    if (source == null && !sources.full()) {
      source = new SourceState(ssrc);
      sources.add(source);
    }
    return source;
  }
}
