package dev.switchboard.media.transport.ice;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One address at which an agent may be reached (RFC 8445 section 5.1, RFC 8839 section 5.1).
 *
 * @param foundation equal for candidates of the same kind and base
 * @param protocol {@code udp} or {@code tcp}
 * @param priority 1 to 2^31-1, higher is preferred
 * @param address an IPv4 or IPv6 address as text
 * @param port 1 to 65535
 * @param type {@code host}, {@code srflx}, {@code prflx} or {@code relay}
 * @param tcpType who opens the connection (RFC 6544 section 4.5): {@code active}, {@code passive}
 *     or {@code so}; empty for UDP
 */
public record IceCandidate(
    String foundation,
    String protocol,
    long priority,
    String address,
    int port,
    String type,
    String tcpType) {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /** Type preference of a host candidate (RFC 8445 section 5.1.2.2). */
  private static final int HOST_PREFERENCE = 126;

  /** That of a host candidate over TCP, so that UDP goes first (RFC 6544 section 4.2). */
  private static final int TCP_HOST_PREFERENCE = 90;

  /** That of a passive host candidate among those over TCP (the same section). */
  private static final int PASSIVE_PREFERENCE = 4;

  /** Type preferences of a lite agent's host candidates, over UDP and TCP (section 5.1.2.2). */
  private static final int LITE_PREFERENCE = 120;

  private static final int TCP_LITE_PREFERENCE = 80;

  /** How many candidates of one generation have priorities of their own. */
  private static final int PLACES = 64;

  /** The {@code index}th host candidate of component 1; a smaller index is preferred. */
  public static IceCandidate host(int index, String address, int port) {
    return host(index, "udp", priority(HOST_PREFERENCE, 65535L - index), address, port, "");
  }

  /** Likewise, where peers may open TCP connections. */
  public static IceCandidate passive(int index, String address, int port) {
    long preference = ((long) PASSIVE_PREFERENCE << 13) | (8191L - index);
    long priority = priority(TCP_HOST_PREFERENCE, preference);
    return host(index, "tcp", priority, address, port, "passive");
  }

  private static IceCandidate host(
      int index, String protocol, long priority, String address, int port, String tcpType) {
    String foundation = Integer.toString(index + 1);
    return new IceCandidate(foundation, protocol, priority, address, port, "host", tcpType);
  }

  /** RFC 8445 section 5.1.2.1, for component 1. */
  private static long priority(int typePreference, long localPreference) {
    return ((long) typePreference << 24) | (localPreference << 8) | (256 - 1);
  }

  /** Whether the peer waits there for a TCP connection of ours. */
  public boolean isPassive() {
    return protocol.equalsIgnoreCase("tcp") && tcpType.equals("passive");
  }

  /**
   * The same with a priority that is above those of earlier generations, and in each below a full
   * agent's host candidates (and over TCP below those over UDP). A pair's priority is the lower one
   * of the two agents (RFC 8445 section 6.1.2.3), so that the peer prefers a pair of a later
   * generation: without that, a browser whose network is gone stays for 3.5 s on what it had,
   * although it has checked another pair after an ICE restart.
   *
   * @param generation how many ICE restarts there have been
   */
  public IceCandidate ofGeneration(int generation) {
    int preference = isPassive() ? TCP_LITE_PREFERENCE : LITE_PREFERENCE;
    long index = Math.min(PLACES - 1, Long.parseLong(foundation) - 1);
    long local = Math.min(65_535, (long) generation * PLACES + PLACES - 1 - index);
    return new IceCandidate(
        foundation, protocol, priority(preference, local), address, port, type, tcpType);
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
