package dev.switchboard.media.transport;

/** How far a {@link LegTransport} is; {@link #canBecome} is the table of its life. */
public enum TransportState {
  /** Made; it does not know its peer. */
  NEW,
  /** It knows the peer's credentials, and waits for an address that is proven to be the peer's. */
  CHECKING,
  /** The address is known; the DTLS handshake runs. */
  SECURING,
  /** Media flows. */
  CONNECTED,
  /**
   * Was connected, but nothing authentic was heard for 5 s, or the connection to the peer is gone;
   * {@code CONNECTED} when it comes back.
   */
  SILENT,
  /** The peer could not prove who it is, or in time; only {@code close} remains. */
  FAILED,
  /** Closed by us or by the peer. */
  CLOSED;

  /** Whether this state may be followed by {@code next}; a state never follows itself. */
  public boolean canBecome(TransportState next) {
    return switch (this) {
      case NEW -> next == CHECKING || next == FAILED || next == CLOSED;
      case CHECKING -> next == SECURING || next == FAILED || next == CLOSED;
      case SECURING -> next == CONNECTED || next == FAILED || next == CLOSED;
      case CONNECTED -> next == SILENT || next == FAILED || next == CLOSED;
      case SILENT -> next == CONNECTED || next == FAILED || next == CLOSED;
      case FAILED -> next == CLOSED;
      case CLOSED -> false;
    };
  }
}
