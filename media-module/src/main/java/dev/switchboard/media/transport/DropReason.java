package dev.switchboard.media.transport;

/**
 * Why a datagram went no further, or a connection ended; STUN and SRTP have reasons of their own.
 */
enum DropReason {
  /** Came, and is nothing that RFC 7983 knows or that we speak. */
  UNKNOWN_KIND,
  /** Came, and is larger than any packet of ours. */
  TOO_LARGE,
  /** Came from an address that no peer has proven to be its own. */
  UNKNOWN_SOURCE,
  /** An authentic check from an address that another, living leg has. */
  ADDRESS_TAKEN,
  /** DTLS that came before we know the peer, or faster than it is worked on. */
  DTLS_UNEXPECTED,
  /** Media that came before there were keys. */
  BEFORE_KEYS,
  /** More media came of one peer, since the last tick, than any sends. */
  PEER_FLOOD,
  /** To be sent, but there are no keys (yet, or any more). */
  NOT_CONNECTED,
  /** To be sent, but the peer has not agreed to it for 30 s (RFC 7675). */
  NO_CONSENT,
  /** To be sent, but the socket's buffer is full. */
  SOCKET_FULL,
  /** To be sent, but its TCP connection is slower than what is to be sent. */
  CONNECTION_FULL,
  /** The system refused to send it, or its TCP connection is closed. */
  SEND_FAILED,
  /** A TCP connection was closed: a frame of it was longer than any packet of ours. */
  FRAME_TOO_LARGE,
  /** A TCP connection was closed: it did not begin with an authentic check, or not within 5 s. */
  CONNECTION_UNPROVEN,
  /** A TCP connection was closed: too many newer ones had not proven themselves either. */
  CONNECTION_LIMIT
}
