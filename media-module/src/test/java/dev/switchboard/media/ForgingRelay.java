package dev.switchboard.media;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Passes datagrams between one terminal and a server, and lets somebody speak from the terminal's
 * address, as who can forge addresses does.
 */
final class ForgingRelay implements AutoCloseable {
  private final DatagramSocket front;
  private volatile DatagramSocket back;
  private final InetSocketAddress server;
  private volatile SocketAddress terminal;

  /**
   * @param toServer what the server gets, in this order, when the terminal sends a datagram
   */
  ForgingRelay(int serverPort, Function<byte[], List<byte[]>> toServer) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    front = new DatagramSocket(0, loopback);
    back = new DatagramSocket(0, loopback);
    server = new InetSocketAddress(loopback, serverPort);
    terminal = server;
    start(
        front,
        packet -> {
          terminal = packet.getSocketAddress();
          byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
          for (byte[] each : toServer.apply(datagram)) {
            forge(each);
          }
        });
    startBack();
  }

  private void startBack() {
    start(
        back,
        packet -> {
          packet.setSocketAddress(terminal);
          front.send(packet);
        });
  }

  /** From now on the server sees the terminal at another port, as when a NAT forgets it. */
  void rebind() throws IOException {
    DatagramSocket old = back;
    back = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    old.close();
    startBack();
  }

  private interface Forward {
    void accept(DatagramPacket packet) throws IOException;
  }

  private static void start(DatagramSocket from, Forward forward) {
    Thread thread =
        new Thread(
            () -> {
              DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
              while (!from.isClosed()) {
                try {
                  packet.setLength(2_048);
                  from.receive(packet);
                  forward.accept(packet);
                } catch (IOException e) {
                  // Closed: the loop ends.
                }
              }
            },
            "forging-relay");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return front.getLocalPort();
  }

  /** Sends {@code datagram} to the server as if it were the terminal's. */
  void forge(byte[] datagram) throws IOException {
    back.send(new DatagramPacket(datagram, datagram.length, server));
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
