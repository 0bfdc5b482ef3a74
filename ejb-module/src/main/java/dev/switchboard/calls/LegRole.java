package dev.switchboard.calls;

import dev.switchboard.signalling.ServerMessage;

/** A leg's part in its call. */
public enum LegRole {
  /** The device that placed the call. */
  CALLER(ServerMessage.Side.CALLER, ServerMessage.Role.CALLER),
  /** The device at which a third-party call is led on behalf of the one that placed it. */
  TERMINAL(ServerMessage.Side.TERMINAL, ServerMessage.Role.TERMINAL),
  /** A device that was invited to be called. */
  CALLEE(ServerMessage.Side.CALLEE, ServerMessage.Role.CALLEE);

  private final ServerMessage.Side side;
  private final ServerMessage.Role wire;

  LegRole(ServerMessage.Side side, ServerMessage.Role wire) {
    this.side = side;
    this.wire = wire;
  }

  /** As terminals are told. */
  ServerMessage.Role toWire() {
    return wire;
  }

  /** The side that this role speaks for. */
  public ServerMessage.Side side() {
    return side;
  }

  /** Whether this is the calling end. */
  public boolean calls() {
    return this != CALLEE;
  }
}
