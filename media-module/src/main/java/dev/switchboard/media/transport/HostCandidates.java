package dev.switchboard.media.transport;

import dev.switchboard.media.transport.ice.IceCandidate;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/** The candidates of a loop, those over UDP first (RFC 8445 section 5.1.1.1). */
final class HostCandidates {
  private HostCandidates() {}

  /** Those of a loop that is bound to this port of {@link TransportConfig#bind}. */
  static List<IceCandidate> of(TransportConfig config, int port) throws IOException {
    List<InetSocketAddress> told = told(config, port);
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

  private static List<InetSocketAddress> told(TransportConfig config, int port) throws IOException {
    List<InetSocketAddress> told = new ArrayList<>();
    for (InetSocketAddress each : config.advertised()) {
      if (each.isUnresolved()) {
        throw new IOException("unknown host to advertise: " + each.getHostString());
      }
      told.add(
          new InetSocketAddress(each.getAddress(), each.getPort() == 0 ? port : each.getPort()));
    }
    if (told.isEmpty()) {
      for (InetAddress bound : config.bind()) {
        for (InetAddress address : addresses(bound)) {
          told.add(new InetSocketAddress(address, port));
        }
      }
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

  /** As RFC 5952 writes IPv6, and without a zone, which means nothing elsewhere. */
  private static String text(InetSocketAddress address) {
    return NetUtil.toAddressString(address.getAddress());
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
