package dev.switchboard.media.transport;

import dev.switchboard.media.transport.ice.IceCandidate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/** The candidates of a socket (RFC 8445 section 5.1.1.1). */
final class HostCandidates {
  private HostCandidates() {}

  /** Those of a socket that is bound to {@code bound}, by {@link TransportConfig#advertised}. */
  static List<IceCandidate> of(TransportConfig config, InetSocketAddress bound) throws IOException {
    List<IceCandidate> candidates = new ArrayList<>();
    if (config.advertised().isEmpty()) {
      for (InetAddress address : addresses(bound.getAddress())) {
        candidates.add(candidate(candidates.size(), address, bound.getPort()));
      }
      return candidates;
    }
    for (InetSocketAddress each : config.advertised()) {
      if (each.isUnresolved()) {
        throw new IOException("unknown host to advertise: " + each.getHostString());
      }
      int port = each.getPort() == 0 ? bound.getPort() : each.getPort();
      candidates.add(candidate(candidates.size(), each.getAddress(), port));
    }
    return candidates;
  }

  private static IceCandidate candidate(int index, InetAddress address, int port) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return IceCandidate.host(index, zone < 0 ? text : text.substring(0, zone), port);
  }

  private static List<InetAddress> addresses(InetAddress bound) throws IOException {
    if (!bound.isAnyLocalAddress()) {
      return List.of(bound);
    }
    List<InetAddress> reachable =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
            .toList();
    return reachable.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : reachable;
  }
}
