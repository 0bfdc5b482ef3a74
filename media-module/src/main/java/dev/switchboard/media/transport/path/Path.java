package dev.switchboard.media.transport.path;

import java.net.InetSocketAddress;

/**
 * What a leg sends to and is heard from. Two paths of one socket to one address are equal.
 *
 * @param remote the peer's address, as it is seen from here
 */
public record Path(Socket socket, InetSocketAddress remote) {
  @Override
  public String toString() {
    return socket + " " + remote;
  }
}
