package dev.switchboard.media.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where a media loop listens, and what it tells its peers about that.
 *
 * @param bind the local address and UDP port; port 0 takes any free one
 * @param advertised addresses for the candidates, best first; port 0 stands for the bound port.
 *     Empty stands for the bound address, or every address of this host where that is the wildcard
 * @param tcp whether peers may also open TCP connections, to the port of the same number
 * @param nativeSockets whether to use epoll and segmentation offload where this machine has them
 */
public record TransportConfig(
    InetSocketAddress bind,
    List<InetSocketAddress> advertised,
    boolean tcp,
    boolean nativeSockets) {

  public TransportConfig {
    advertised = List.copyOf(advertised);
  }

  /** Any free port of the loopback address, for tests and for devices on the same machine. */
  public static TransportConfig loopback() {
    return new TransportConfig(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(), true, true);
  }

  /** Any free port of any address, for devices on this machine that call others. */
  public static TransportConfig any() {
    return new TransportConfig(new InetSocketAddress(0), List.of(), false, true);
  }
}
