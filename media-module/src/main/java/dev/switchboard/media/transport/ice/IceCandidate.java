package dev.switchboard.media.transport.ice;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One address at which an agent may be reached (RFC 8445 section 5.1, RFC 8839 section 5.1).
 *
 * @param foundation equal for candidates of the same kind and base
 * @param protocol {@code udp}
 * @param priority 1 to 2^31-1, higher is preferred
 * @param address an IPv4 or IPv6 address as text
 * @param port 1 to 65535
 * @param type {@code host}, {@code srflx}, {@code prflx} or {@code relay}
 */
public record IceCandidate(
    String foundation, String protocol, long priority, String address, int port, String type) {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /** Type preference of a host candidate (RFC 8445 section 5.1.2.2). */
  private static final int HOST_PREFERENCE = 126;

  /** The {@code index}th host candidate of component 1; a smaller index is preferred. */
  public static IceCandidate host(int index, String address, int port) {
    long priority = ((long) HOST_PREFERENCE << 24) | ((65535L - index) << 8) | (256 - 1);
    return new IceCandidate(Integer.toString(index + 1), "udp", priority, address, port, "host");
  }

  /** The address as one to send to; empty if it is a name (mDNS), which is never looked up. */
  public Optional<InetSocketAddress> socketAddress() {
    boolean literal = address.indexOf(':') >= 0 || IPV4.matcher(address).matches();
    if (!literal || port < 1 || port > 65535) {
      return Optional.empty();
    }
    InetSocketAddress resolved = new InetSocketAddress(address, port);
    return resolved.isUnresolved() ? Optional.empty() : Optional.of(resolved);
  }
}
