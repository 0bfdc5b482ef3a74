package dev.switchboard.media.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Passes datagrams between terminals and a server, as networks do. It has a port for each of the
 * server's, one after the other; each terminal gets a port of its own towards the server, as behind
 * a NAT, and a line in each direction, whose quality can be changed while it runs. One thread does
 * everything, to the millisecond. What arrives and what is lost is decided by seeds.
 */
public final class UdpRelay implements AutoCloseable {
  private static final int LARGEST = 65_536;
  private static final long MILLI = 1_000_000L;
  private static final int BIND_ATTEMPTS = 100;

  /** Frames of video come as bursts. */
  private static final int SOCKET_BUFFER = 4 << 20;

  private final Selector selector = Selector.open();
  private final List<DatagramChannel> fronts;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Map<Integer, Terminal> terminals = new HashMap<>();
  private final PriorityQueue<Datagram> onTheWay = new PriorityQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
  private final Thread thread = new Thread(this::run, "udp-relay");
  private volatile int serverPort;
  private volatile boolean closed;
  private long count;

  /** Towards a server on loopback, whose ports count up from {@code serverPort}. */
  public UdpRelay(int serverPort, int ports) throws IOException {
    this(ports);
    serverIsAt(serverPort);
  }

  /** Its server is told by {@link #serverIsAt}; what comes before that is lost. */
  public UdpRelay(int ports) throws IOException {
    fronts = bindNeighbours(ports);
    for (DatagramChannel front : fronts) {
      front.register(selector, SelectionKey.OP_READ, (Reader) this::fromTerminal);
    }
    thread.setDaemon(true);
    thread.start();
  }

  public void serverIsAt(int firstPort) {
    serverPort = firstPort;
  }

  /** The first port for terminals. */
  public int port() {
    return portOf(fronts.get(0));
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) fronts.get(0).socket().getLocalSocketAddress();
  }

  /** The terminal that sends from {@code port}; it need not have sent anything yet. */
  public Terminal terminal(int port) {
    synchronized (terminals) {
      return terminals.computeIfAbsent(port, Terminal::new);
    }
  }

  /** All that have sent something or were asked for. */
  public List<Terminal> terminals() {
    synchronized (terminals) {
      return List.copyOf(terminals.values());
    }
  }

  /** The only terminal that has sent something. */
  public Terminal terminal() {
    List<Terminal> all = terminals();
    if (all.size() != 1) {
      throw new IllegalStateException(all.size() + " terminals");
    }
    return all.get(0);
  }

  /** Somebody's socket, and the lines between him and the server. */
  public final class Terminal {
    private final Line up;
    private final Line down;
    private DatagramChannel front = fronts.get(0);
    private SocketAddress address;
    private volatile DatagramChannel back;
    private volatile int serverIndex;

    private Terminal(int port) {
      this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      int number = terminals.size();
      this.up = new Line(2L * number);
      this.down = new Line(2L * number + 1);
      this.back = openBack();
    }

    /** Towards the server. */
    public Line up() {
      return up;
    }

    /** From the server. */
    public Line down() {
      return down;
    }

    public void cut(boolean all) {
      up.cut(all);
      down.cut(all);
    }

    /** From now on the server sees the terminal at another port; the old one is gone. */
    public void rebind() {
      onThread(
          () -> {
            DatagramChannel old = back;
            back = openBack();
            closeQuietly(old);
          });
    }

    /** Sends the server a datagram as if it were the terminal's: what a forger can do. */
    public void forge(byte[] datagram) throws IOException {
      back.send(ByteBuffer.wrap(datagram), server());
    }

    private InetSocketAddress server() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort + serverIndex);
    }

    private DatagramChannel openBack() {
      try {
        DatagramChannel channel = open(0);
        Reader reader = from -> take(from, down, this::toTerminal);
        onThread(() -> register(channel, reader));
        return channel;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void toServer(ByteBuffer datagram) throws IOException {
      if (serverPort > 0) {
        back.send(datagram, server());
      }
    }

    private void toTerminal(ByteBuffer datagram) throws IOException {
      front.send(datagram, address);
    }
  }

  private interface Reader {
    void read(DatagramChannel from) throws IOException;
  }

  private interface Destination {
    void send(ByteBuffer datagram) throws IOException;
  }

  private record Datagram(long leaves, long number, byte[] bytes, Destination destination)
      implements Comparable<Datagram> {
    @Override
    public int compareTo(Datagram other) {
      return leaves == other.leaves
          ? Long.compare(number, other.number)
          : Long.compare(leaves, other.leaves);
    }
  }

  private void run() {
    while (!closed) {
      try {
        long wait = sendDue();
        if (wait > 0) {
          selector.select(wait);
        } else {
          selector.selectNow();
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        for (SelectionKey key : selector.selectedKeys()) {
          read(key);
        }
        selector.selectedKeys().clear();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void read(SelectionKey key) {
    try {
      ((Reader) key.attachment()).read((DatagramChannel) key.channel());
    } catch (IOException e) {
      // Its socket has been replaced or closed, or the peer's is gone: the datagram is lost.
    }
  }

  private void fromTerminal(DatagramChannel from) throws IOException {
    buffer.clear();
    for (SocketAddress sender = from.receive(buffer);
        sender != null;
        sender = from.receive(buffer)) {
      Terminal terminal = terminal(((InetSocketAddress) sender).getPort());
      terminal.address = sender;
      terminal.front = from;
      terminal.serverIndex = fronts.indexOf(from);
      pass(terminal.up, terminal::toServer);
      buffer.clear();
    }
  }

  private void take(DatagramChannel from, Line line, Destination destination) throws IOException {
    buffer.clear();
    while (from.receive(buffer) != null) {
      pass(line, destination);
      buffer.clear();
    }
  }

  private void pass(Line line, Destination destination) {
    buffer.flip();
    if (!buffer.hasRemaining()) {
      return;
    }
    long now = System.nanoTime();
    long leaves = line.takes(buffer.get(0), buffer.remaining(), now);
    if (leaves >= 0) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      onTheWay.add(new Datagram(leaves, count++, bytes, destination));
    }
  }

  /** Sends what is due; returns how long to wait for the next, ms, 0 if not at all. */
  private long sendDue() {
    while (true) {
      Datagram next = onTheWay.peek();
      if (next == null) {
        return 1_000;
      }
      long wait = next.leaves() - System.nanoTime();
      if (wait >= MILLI / 2) {
        return Math.max(1, wait / MILLI);
      }
      onTheWay.remove();
      try {
        next.destination().send(ByteBuffer.wrap(next.bytes()));
      } catch (IOException e) {
        // A socket that is gone: the datagram is lost.
      }
    }
  }

  private void onThread(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  private void register(DatagramChannel channel, Reader reader) {
    try {
      channel.register(selector, SelectionKey.OP_READ, reader);
    } catch (ClosedChannelException e) {
      // It was replaced before it was used.
    }
  }

  private static DatagramChannel open(int port) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static List<DatagramChannel> bindNeighbours(int ports) throws IOException {
    for (int attempt = 1; ; attempt++) {
      List<DatagramChannel> bound = new ArrayList<>();
      try {
        bound.add(open(0));
        while (bound.size() < ports) {
          bound.add(open(portOf(bound.get(0)) + bound.size()));
        }
        return bound;
      } catch (IOException e) {
        bound.forEach(UdpRelay::closeQuietly);
        if (attempt == BIND_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static int portOf(DatagramChannel channel) {
    return channel.socket().getLocalPort();
  }

  private static void closeQuietly(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    fronts.forEach(UdpRelay::closeQuietly);
    terminals().forEach(terminal -> closeQuietly(terminal.back));
    selector.close();
  }
}
