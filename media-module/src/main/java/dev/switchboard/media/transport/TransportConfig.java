package dev.switchboard.media.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where a media loop listens, and what it tells its peers about that.
 *
 * @param bind the local addresses, at least one; each gets a socket of its own, since what leaves a
 *     socket of the wildcard address may bear another address than the peer has sent to
 * @param port the UDP port of all of them; 0 takes any that is free at each
 * @param advertised addresses for the candidates, best first; port 0 stands for the bound port.
 *     Empty stands for the bound ones, or every address of this host where that is the wildcard
 * @param tcp whether peers may also open TCP connections, to the port of the same number
 * @param nativeSockets whether to use epoll and segmentation offload where this machine has them
 */
public record TransportConfig(
    List<InetAddress> bind,
    int port,
    List<InetSocketAddress> advertised,
    boolean tcp,
    boolean nativeSockets) {

  public TransportConfig {
    bind = List.copyOf(bind);
    advertised = List.copyOf(advertised);
    if (bind.isEmpty()) {
      throw new IllegalArgumentException("no address");
    }
  }

  /** Any free port of the loopback address, for tests and for devices on the same machine. */
  public static TransportConfig loopback() {
    return of(InetAddress.getLoopbackAddress(), true);
  }

  /** Any free port of any address, for devices on this machine that call others. */
  public static TransportConfig any() {
    return of(new InetSocketAddress(0).getAddress(), false);
  }

  /** Any free port of one address. */
  public static TransportConfig of(InetAddress address, boolean tcp) {
    return new TransportConfig(List.of(address), 0, List.of(), tcp, true);
  }
}
