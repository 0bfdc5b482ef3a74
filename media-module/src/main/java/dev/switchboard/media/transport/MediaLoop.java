package dev.switchboard.media.transport;

import dev.switchboard.media.transport.dtls.DtlsAgent;
import dev.switchboard.media.transport.ice.ControllingAgent;
import dev.switchboard.media.transport.ice.IceCandidate;
import dev.switchboard.media.transport.ice.LiteAgent;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with one UDP socket and one TCP listener at each of the server's addresses, all of one
 * port number. It owns the calls that are placed on it: everything about them happens here, one
 * thing after the other. Nothing that runs on a loop may block.
 */
public final class MediaLoop implements AutoCloseable {
  /** How often the legs look at the time. */
  private static final Duration TICK = Duration.ofMillis(50);

  /** How long the thread stays for what is still to be sent when the loop closes. */
  private static final Duration LINGER = Duration.ofMillis(100);

  /** How many numbers are tried where any will do. */
  private static final int BIND_ATTEMPTS = 20;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(MediaLoop.class);

  private final DtlsAgent dtls;
  private final boolean epoll;
  private final IoEventLoopGroup group;
  private final EventLoop eventLoop;
  private final SecureRandom random = new SecureRandom();
  private final Counters counters = new Counters();
  private final LoopBuffers buffers = new LoopBuffers();
  private final Demultiplexer demultiplexer;
  private final List<UdpSocket> sockets = new ArrayList<>();
  private final List<TcpListener> listeners = new ArrayList<>();
  private final List<IceCandidate> candidates;
  private final Set<LegTransport> legs = new LinkedHashSet<>();
  private final List<Outlet> unflushed = new ArrayList<>();
  private final List<Runnable> roundEnds = new ArrayList<>();

  private MediaLoop(String name, TransportConfig config, DtlsAgent dtls) throws IOException {
    this.dtls = dtls;
    this.epoll = config.nativeSockets() && Epoll.isAvailable();
    this.group =
        new MultiThreadIoEventLoopGroup(
            1,
            (ThreadFactory) task -> daemon(task, name),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    this.eventLoop = group.next();
    this.demultiplexer = new Demultiplexer(this);
    try {
      bindAll(config);
      this.candidates = HostCandidates.of(config, port());
    } catch (IOException e) {
      var unused = group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
      throw e;
    }
    every(TICK, this::tick);
  }

  /** Binds the socket and starts the thread, which is named {@code name}. */
  public static MediaLoop open(String name, TransportConfig config, DtlsAgent dtls)
      throws IOException {
    return new MediaLoop(name, config, dtls);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** A number that is free here may be taken there: another is tried, if any will do. */
  private void bindAll(TransportConfig config) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        int port = config.port();
        for (InetAddress address : config.bind()) {
          port = bind(new InetSocketAddress(address, port), config.tcp());
        }
        return;
      } catch (IOException e) {
        sockets.forEach(UdpSocket::close);
        listeners.forEach(TcpListener::close);
        sockets.clear();
        listeners.clear();
        if (config.port() != 0 || attempt == BIND_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private int bind(InetSocketAddress address, boolean tcp) throws IOException {
    UdpSocket udp = bind(address, UdpSocket.Peers.MANY, demultiplexer);
    sockets.add(udp);
    if (tcp) {
      listeners.add(TcpListener.bind(eventLoop, epoll, udp.localAddress(), this, demultiplexer));
    }
    return udp.localAddress().getPort();
  }

  private UdpSocket bind(InetSocketAddress address, UdpSocket.Peers peers, Demultiplexer receiver)
      throws IOException {
    return UdpSocket.bind(eventLoop, epoll, peers, address, counters, receiver);
  }

  /** The UDP port that is bound, and the TCP port if there is one; the same at each address. */
  public int port() {
    return sockets.get(0).localAddress().getPort();
  }

  /**
   * Runs {@code task} on the loop, later; packets that it sends leave when it ends. Does nothing
   * once the loop is closed. Any thread.
   */
  public void execute(Runnable task) {
    try {
      eventLoop.execute(() -> run(task));
    } catch (RejectedExecutionException e) {
      log.debug("the loop is closed", e);
    }
  }

  /** Runs {@code task} on the loop again and again, first after one period. Any thread. */
  public Cancellable every(Duration period, Runnable task) {
    long nanos = period.toNanos();
    var future = eventLoop.scheduleAtFixedRate(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  /** Runs {@code task} on the loop once. Any thread. */
  public Cancellable after(Duration delay, Runnable task) {
    var future = eventLoop.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  /**
   * One task with all its consequences. What goes wrong in one must not stop the next, errors too:
   * a periodic task that throws is never run again, and with it all legs would be without consent.
   */
  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      log.error("a task on the media loop failed", e);
    } finally {
      flush();
    }
  }

  /** Whether the caller is on this loop's thread. */
  public boolean inLoop() {
    return eventLoop.inEventLoop();
  }

  /** Throws {@link IllegalStateException} off the loop. */
  public void assertInLoop() {
    if (!inLoop()) {
      throw new IllegalStateException("not on the media loop: " + Thread.currentThread().getName());
    }
  }

  /** The loop's clock, ns; only differences mean something. */
  public long nanoTime() {
    return System.nanoTime();
  }

  /** A new leg on the loop's port, for a peer that is an ICE full agent. Any thread. */
  public LegTransport transport(LegTransport.Listener listener) {
    return new LegTransport(
        this,
        new LegTransport.Port(sockets.get(0), demultiplexer, () -> {}),
        output -> new LiteAgent(candidates, random, output),
        dtls,
        listener);
  }

  /**
   * A new leg with a port of its own, which plays the ICE controlling agent: for devices without a
   * browser. Not on the loop, since it waits for the port.
   *
   * @throws IOException if there is no free port
   */
  public LegTransport terminal(LegTransport.Listener listener) throws IOException {
    Demultiplexer own = new Demultiplexer(this);
    InetAddress local = sockets.get(0).localAddress().getAddress();
    UdpSocket port = bind(new InetSocketAddress(local, 0), UdpSocket.Peers.ONE, own);
    List<IceCandidate> hosts = HostCandidates.ofUdp(port.localAddress());
    LegTransport leg =
        new LegTransport(
            this,
            new LegTransport.Port(port, own, port::close),
            output -> new ControllingAgent(hosts, random, output),
            dtls,
            listener);
    execute(() -> own.ownedBy(leg));
    return leg;
  }

  /** Opens a connection to a peer; what comes by it is for {@code receiver}. On the loop. */
  TcpConnection dial(InetSocketAddress peer, Demultiplexer receiver) {
    return TcpConnection.dial(eventLoop, epoll, peer, counters, receiver);
  }

  /** Packets and bytes in and out, and drops with their reasons, since the start. Any thread. */
  public Map<String, Long> counters() {
    return counters.toMap();
  }

  Counters counting() {
    return counters;
  }

  LoopBuffers buffers() {
    return buffers;
  }

  void add(LegTransport leg) {
    legs.add(leg);
  }

  void remove(LegTransport leg) {
    legs.remove(leg);
  }

  private void tick() {
    long now = nanoTime();
    listeners.forEach(listener -> listener.tick(now));
    for (LegTransport leg : List.copyOf(legs)) {
      try {
        leg.tick(now);
      } catch (RuntimeException | Error e) {
        log.error("a leg failed at its tick; the others go on", e);
      }
    }
  }

  /** Runs {@code task} when the current task or batch of packets ends. On the loop. */
  public void atEndOfRound(Runnable task) {
    roundEnds.add(task);
  }

  /** Sees to it that {@code outlet} is flushed when the current task or batch of packets ends. */
  void flushLater(Outlet outlet) {
    unflushed.add(outlet);
  }

  /** What other loops wait for goes first. */
  private void endRound() {
    for (int i = 0; i < roundEnds.size(); i++) {
      roundEnds.get(i).run();
    }
    roundEnds.clear();
  }

  /** First all is queued, so that one system call takes the packets of many legs. */
  void flush() {
    endRound();
    for (int i = 0; i < unflushed.size(); i++) {
      unflushed.get(i).queueBatch();
    }
    for (int i = 0; i < unflushed.size(); i++) {
      unflushed.get(i).flush();
    }
    unflushed.clear();
  }

  /** Closes every leg, the socket and the thread, and waits for that. Not on the loop. */
  @Override
  public void close() {
    execute(() -> List.copyOf(legs).forEach(LegTransport::close));
    group
        .shutdownGracefully(LINGER.toMillis(), CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly();
  }
}
