package dev.switchboard.media.rtp;

import java.util.Locale;

/** Why a packet, or a part of it, was not used. Every use is counted. */
public enum DropReason {
  /** It was used. */
  NONE,
  /** Shorter than its fixed header, its contributing sources or its extension. */
  RTP_TRUNCATED,
  /** The version is not 2. */
  RTP_VERSION,
  /** More padding than payload. */
  RTP_PADDING,
  /** The payload type is none of the negotiated ones. */
  RTP_PAYLOAD_TYPE,
  /** Neither announced, nor can its section be told, or one stream too many. */
  RTP_STREAM,
  /** It has been received before. */
  RTP_DUPLICATE,
  /** So old that it can't be told from a duplicate. */
  RTP_OLD,
  /** The codec's payload descriptor, or the dependency descriptor, can't be read. */
  PAYLOAD_DESCRIPTOR,
  /** Its layer can't be told, because the structure that came with a key frame was missed. */
  LAYER_UNKNOWN,
  /** A retransmission of nothing that we know, or without the original number. */
  RTX_INVALID,
  /** Padding in the retransmission stream, which probes for bandwidth. */
  RTX_PROBE,
  /** Redundant frames of another codec, or longer than the packet (RFC 2198). */
  RED_INVALID,
  /** A part is longer than what is left of the compound, or too short for its type. */
  RTCP_TRUNCATED,
  /** The version is not 2. */
  RTCP_VERSION,
  /** Feedback on a stream that we don't send. */
  RTCP_STREAM,
  /** Not forwarded to the receivers on another loop, which is behind with its work. */
  LOOP_BUSY,
  /** Not forwarded: the receiver waits for a key frame. */
  WAITS_FOR_KEY_FRAME,
  /** Not forwarded: the receiver has not negotiated the codec. */
  CODEC_NOT_SHARED,
  /** A packet that was asked for again has left the cache. */
  CACHE_MISS,
  /** Packets were asked for again too soon after the last time, or too many of them. */
  RESEND_LIMIT,
  /**
   * A packet was asked for again by a receiver without RTX. Sending it as it was would use an SRTP
   * nonce twice (RFC 7714 section 8.4).
   */
  RESEND_WITHOUT_RTX;

  /** The name of the counter, such as {@code drop.rtp-version}. */
  public String counter() {
    return "drop." + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
