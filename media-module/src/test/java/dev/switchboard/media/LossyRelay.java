package dev.switchboard.media;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Passes datagrams between one terminal and a server, and loses every n-th media packet, or all.
 */
final class LossyRelay implements AutoCloseable {
  private final DatagramSocket front;
  private final DatagramSocket back;
  private final InetSocketAddress server;
  private final AtomicInteger media = new AtomicInteger();
  private volatile SocketAddress terminal;
  private volatile int loseEach;
  private volatile boolean cut;

  LossyRelay(int serverPort) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    front = new DatagramSocket(0, loopback);
    back = new DatagramSocket(0, loopback);
    server = new InetSocketAddress(loopback, serverPort);
    terminal = server;
    start(front, packet -> terminal = packet.getSocketAddress(), back, () -> server);
    start(back, packet -> {}, front, () -> terminal);
  }

  int port() {
    return front.getLocalPort();
  }

  /** 0 loses nothing. */
  void loseEach(int each) {
    loseEach = each;
  }

  void cut(boolean all) {
    cut = all;
  }

  private void start(
      DatagramSocket from,
      Consumer<DatagramPacket> note,
      DatagramSocket to,
      Supplier<SocketAddress> destination) {
    Thread thread =
        new Thread(
            () -> {
              DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
              while (!from.isClosed()) {
                try {
                  packet.setLength(2_048);
                  from.receive(packet);
                  note.accept(packet);
                  if (!loses(packet)) {
                    packet.setSocketAddress(destination.get());
                    to.send(packet);
                  }
                } catch (IOException e) {
                  // Closed: the loop ends.
                }
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }

  /** RTP and RTCP begin with 128 to 191 (RFC 7983). */
  private boolean loses(DatagramPacket packet) {
    boolean isMedia = (packet.getData()[0] & 0xc0) == 0x80;
    int each = loseEach;
    return cut || isMedia && each > 0 && media.incrementAndGet() % each == 0;
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
