package dev.switchboard.calls;

import dev.switchboard.signalling.ServerMessage;

/** A leg's part in its call. */
public enum LegRole {
  /** The device that placed the call. */
  CALLER(ServerMessage.Side.CALLER),
  /** A device that was invited. */
  CALLEE(ServerMessage.Side.CALLEE);

  private final ServerMessage.Side side;

  LegRole(ServerMessage.Side side) {
    this.side = side;
  }

  /** The side that this role speaks for. */
  public ServerMessage.Side side() {
    return side;
  }
}
