package dev.switchboard.media.transport.srtp;

/** What became of one packet. All but {@code OK} mean that there is no result. */
public enum SrtpStatus {
  OK,
  /** Not a packet: too short for its header, the trailer, or the wrong version. */
  MALFORMED,
  /** Larger than the buffer for the result. */
  TOO_LARGE,
  /** This index was there before: a replay, or a packet that the network has doubled. */
  REPLAYED,
  /** Older than the replay window. */
  TOO_OLD,
  /** The tag is wrong: corrupt, forged, or under other keys. */
  NOT_AUTHENTIC,
  /** RTCP without encryption, which no WebRTC peer sends. */
  NOT_ENCRYPTED,
  /** More sources than one association may have. */
  TOO_MANY_SOURCES,
  /** All indexes under this key are used (RFC 3711 section 9.2). */
  KEY_EXHAUSTED
}
