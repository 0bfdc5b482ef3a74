package dev.switchboard.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which of this machine's addresses are candidates (RFC 8445 section 5.1.1.1). */
final class LocalAddresses {
  private LocalAddresses() {}

  /**
   * All but loopback, IPv6 and IPv4 in turn, so that neither kind waits for the other's checks (RFC
   * 8421 section 4); loopback only if there is no other.
   */
  static List<InetAddress> reachable() {
    List<InetAddress> six = new ArrayList<>();
    List<InetAddress> four = new ArrayList<>();
    try {
      for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (card.isUp() && !card.isLoopback()) {
          Collections.list(card.getInetAddresses()).stream()
              .filter(each -> canBeTold(each) && canBeBound(each))
              .forEach(each -> (each instanceof Inet6Address ? six : four).add(each));
        }
      }
    } catch (SocketException e) {
      throw new UncheckedIOException(new IOException("The network interfaces can't be read", e));
    }
    List<InetAddress> found = inTurn(six, four);
    return found.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : found;
  }

  static List<InetAddress> inTurn(List<InetAddress> six, List<InetAddress> four) {
    List<InetAddress> all = new ArrayList<>();
    for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
      six.stream().skip(i).findFirst().ifPresent(all::add);
      four.stream().skip(i).findFirst().ifPresent(all::add);
    }
    return all;
  }

  /**
   * Whether a candidate can carry it: link-local IPv6 (RFC 4291) needs a zone, which means nothing
   * on another machine; site-local (RFC 3879) is deprecated, and unique local (RFC 4193) is as good
   * as any.
   */
  static boolean canBeTold(InetAddress address) {
    boolean local6 =
        address instanceof Inet6Address
            && (address.isLinkLocalAddress() || address.isSiteLocalAddress());
    return !local6 && !address.isAnyLocalAddress() && !address.isMulticastAddress();
  }

  /** One that the network has not confirmed yet (RFC 4862 section 5.4) is not usable. */
  private static boolean canBeBound(InetAddress address) {
    try (DatagramSocket socket = new DatagramSocket(0, address)) {
      return socket.isBound();
    } catch (SocketException e) {
      return false;
    }
  }
}
