package dev.switchboard.media.transport;

import dev.switchboard.media.transport.ice.IceCandidate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/** The candidates of a loop, those over UDP first (RFC 8445 section 5.1.1.1). */
final class HostCandidates {
  private HostCandidates() {}

  /** Those of a socket that is bound to {@code bound}, by {@link TransportConfig#advertised}. */
  static List<IceCandidate> of(TransportConfig config, InetSocketAddress bound) throws IOException {
    List<InetSocketAddress> told = told(config, bound);
    List<IceCandidate> candidates = new ArrayList<>();
    for (InetSocketAddress each : told) {
      candidates.add(IceCandidate.host(candidates.size(), text(each), each.getPort()));
    }
    if (config.tcp()) {
      for (InetSocketAddress each : told) {
        candidates.add(IceCandidate.passive(candidates.size(), text(each), each.getPort()));
      }
    }
    return candidates;
  }

  private static List<InetSocketAddress> told(TransportConfig config, InetSocketAddress bound)
      throws IOException {
    List<InetSocketAddress> told = new ArrayList<>();
    if (config.advertised().isEmpty()) {
      for (InetAddress address : addresses(bound.getAddress())) {
        told.add(new InetSocketAddress(address, bound.getPort()));
      }
      return told;
    }
    for (InetSocketAddress each : config.advertised()) {
      if (each.isUnresolved()) {
        throw new IOException("unknown host to advertise: " + each.getHostString());
      }
      int port = each.getPort() == 0 ? bound.getPort() : each.getPort();
      told.add(new InetSocketAddress(each.getAddress(), port));
    }
    return told;
  }

  /** The addresses of a UDP socket that is bound to {@code bound}. */
  static List<IceCandidate> ofUdp(InetSocketAddress bound) throws IOException {
    List<IceCandidate> candidates = new ArrayList<>();
    for (InetAddress address : addresses(bound.getAddress())) {
      String text = text(new InetSocketAddress(address, bound.getPort()));
      candidates.add(IceCandidate.host(candidates.size(), text, bound.getPort()));
    }
    return candidates;
  }

  private static String text(InetSocketAddress address) {
    String text = address.getAddress().getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
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
