package dev.switchboard.media.transport.ice;

/** What became of one STUN message. Only {@code OK} and {@code REFUSED} were answered. */
public enum StunStatus {
  OK,
  /** Not a well-formed STUN message, or one without USERNAME or MESSAGE-INTEGRITY. */
  MALFORMED,
  /** The FINGERPRINT is wrong. */
  BAD_FINGERPRINT,
  /** The USERNAME is nobody's here. */
  UNKNOWN_USER,
  /** The MESSAGE-INTEGRITY is wrong. */
  NOT_AUTHENTIC,
  /** Authentic, and answered with an error: role conflict or an attribute that we don't know. */
  REFUSED,
  /** An answer to nothing that we asked, an error answer, or from an address in use by another. */
  UNEXPECTED
}
