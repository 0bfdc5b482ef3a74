package dev.switchboard.media.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;

/** Passes datagrams between one peer and a server, as a NAT does; can lose all, and can rebind. */
final class UdpRelay implements AutoCloseable {
  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final DatagramSocket front = new DatagramSocket(new InetSocketAddress(loopback, 0));
  private final InetSocketAddress server;
  private volatile DatagramSocket back;
  private volatile SocketAddress peer = new InetSocketAddress(loopback, 9);
  private volatile boolean cut;

  UdpRelay(int serverPort) throws IOException {
    server = new InetSocketAddress(loopback, serverPort);
    back = open();
    Thread forward = new Thread(this::forward, "relay-forward");
    forward.setDaemon(true);
    forward.start();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) front.getLocalSocketAddress();
  }

  /** From now on the server sees the peer at another port. */
  void rebind() throws IOException {
    DatagramSocket old = back;
    back = open();
    old.close();
  }

  /** Loses everything, or stops to. */
  void cut(boolean lose) {
    cut = lose;
  }

  /** Sends {@code datagram} to the server as if it were the peer's: what a forger can do. */
  void forge(byte[] datagram) throws IOException {
    back.send(new DatagramPacket(datagram, datagram.length, server));
  }

  private DatagramSocket open() throws SocketException {
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress(loopback, 0));
    Thread backward = new Thread(() -> backward(socket), "relay-backward");
    backward.setDaemon(true);
    backward.start();
    return socket;
  }

  private void forward() {
    byte[] buffer = new byte[2048];
    while (!front.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        front.receive(packet);
        peer = packet.getSocketAddress();
        packet.setSocketAddress(server);
        if (!cut) {
          back.send(packet);
        }
      } catch (IOException e) {
        // Closed, or the back was being replaced: the datagram is lost.
      }
    }
  }

  private void backward(DatagramSocket socket) {
    byte[] buffer = new byte[2048];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        packet.setSocketAddress(peer);
        if (!cut) {
          front.send(packet);
        }
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
