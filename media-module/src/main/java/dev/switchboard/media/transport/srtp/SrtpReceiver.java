package dev.switchboard.media.transport.srtp;

import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * Opens the packets that the peer sends in one association. A source is remembered only once a
 * packet of it was authentic, so that forged ones take no memory. One thread at a time.
 */
public final class SrtpReceiver {
  private final SrtpTransform transform;
  private final Sources sources = new Sources();
  private int length;

  SrtpReceiver(SrtpTransform transform) {
    this.transform = transform;
  }

  /** Length of the last result, bytes; it is in {@code out[0, length())}. */
  public int length() {
    return length;
  }

  /** Opens the SRTP packet {@code in[offset, offset + packetLength)} into {@code out}. */
  public SrtpStatus openRtp(byte[] in, int offset, int packetLength, byte[] out) {
    int headerLength = RtpHeader.length(in, offset, packetLength - transform.rtpOverhead());
    if (headerLength < 0) {
      return SrtpStatus.MALFORMED;
    }
    if (packetLength > out.length) {
      return SrtpStatus.TOO_LARGE;
    }
    int ssrc = RtpHeader.ssrc(in, offset);
    SourceState known = sources.find(ssrc);
    if (known == null && sources.full()) {
      return SrtpStatus.TOO_MANY_SOURCES;
    }
    SourceState source = known == null ? new SourceState(ssrc) : known;
    long index = source.indexOf(RtpHeader.sequenceNumber(in, offset));
    SrtpStatus fresh = source.rtp.check(index);
    if (fresh != SrtpStatus.OK) {
      return fresh;
    }
    int opened;
    try {
      opened = transform.openRtp(index, ssrc, in, offset, headerLength, packetLength, out);
    } catch (GeneralSecurityException e) {
      return SrtpStatus.NOT_AUTHENTIC;
    }
    if (opened == SrtpTransform.NOT_AUTHENTIC) {
      return SrtpStatus.NOT_AUTHENTIC;
    }
    source.rtp.add(index);
    return accept(known, source, opened);
  }

  /** Opens the SRTCP packet {@code in[offset, offset + packetLength)} into {@code out}. */
  public SrtpStatus openRtcp(byte[] in, int offset, int packetLength, byte[] out) {
    if (packetLength < SrtpTransform.RTCP_HEADER_LENGTH + transform.rtcpOverhead()
        || (in[offset] & 0xC0) != 0x80) {
      return SrtpStatus.MALFORMED;
    }
    if (packetLength > out.length) {
      return SrtpStatus.TOO_LARGE;
    }
    int ssrc = Bytes.int32(in, offset + 4);
    SourceState known = sources.find(ssrc);
    if (known == null && sources.full()) {
      return SrtpStatus.TOO_MANY_SOURCES;
    }
    SourceState source = known == null ? new SourceState(ssrc) : known;
    int indexWord = Bytes.int32(in, offset + packetLength - transform.rtcpIndexDistance());
    if ((indexWord & SrtpTransform.E_FLAG) == 0) {
      return SrtpStatus.NOT_ENCRYPTED;
    }
    int index = indexWord & ~SrtpTransform.E_FLAG;
    SrtpStatus fresh = source.rtcp.check(index);
    if (fresh != SrtpStatus.OK) {
      return fresh;
    }
    int opened;
    try {
      opened = transform.openRtcp(index, ssrc, in, offset, packetLength, out);
    } catch (GeneralSecurityException e) {
      return SrtpStatus.NOT_AUTHENTIC;
    }
    if (opened == SrtpTransform.NOT_AUTHENTIC) {
      return SrtpStatus.NOT_AUTHENTIC;
    }
    source.rtcp.add(index);
    return accept(known, source, opened);
  }

  private SrtpStatus accept(@Nullable SourceState known, SourceState source, int opened) {
    if (known == null) {
      sources.add(source);
    }
    length = opened;
    return SrtpStatus.OK;
  }
}
