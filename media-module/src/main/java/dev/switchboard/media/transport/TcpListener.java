package dev.switchboard.media.transport;

import dev.switchboard.media.transport.path.Socket;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the connections of peers that are ICE-TCP active (RFC 6544). Until the first frame of a
 * connection has proven that it is a peer's, by an authentic check, it is anybody's: it gets 5 s,
 * and gives way when there are too many of them. On the loop.
 */
final class TcpListener implements TcpConnection.Owner {
  /** How many connections wait for their proof at most, and how many of one address. */
  static final int UNPROVEN_LIMIT = 256;

  static final int UNPROVEN_OF_ADDRESS_LIMIT = 32;

  static final Duration PROOF_LIMIT = Duration.ofSeconds(5);

  private static final int BACKLOG = 256;

  private final MediaLoop loop;
  private final Demultiplexer demultiplexer;
  private final Counters counters;

  /** With the time at which they came, the oldest first. */
  private final Map<TcpConnection, Long> unproven = new LinkedHashMap<>();

  private @Nullable Channel channel;

  private TcpListener(MediaLoop loop, Demultiplexer demultiplexer) {
    this.loop = loop;
    this.demultiplexer = demultiplexer;
    this.counters = loop.counting();
  }

  /** Listens at {@code address}. From any thread but the loop's. */
  static TcpListener bind(
      EventLoop eventLoop,
      boolean epoll,
      InetSocketAddress address,
      MediaLoop loop,
      Demultiplexer demultiplexer)
      throws IOException {
    TcpListener listener = new TcpListener(loop, demultiplexer);
    var bound =
        new ServerBootstrap()
            .group(eventLoop)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    listener.accept(channel);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot bind TCP " + address, bound.cause());
    }
    listener.channel = bound.channel();
    return listener;
  }

  /** Accepts no more; the connections that there are stay. Any thread. */
  void close() {
    if (channel != null) {
      var unused = channel.close();
    }
  }

  private void accept(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      // It has gone before it was accepted.
      var unused = channel.close();
      return;
    }
    TcpConnection connection = TcpConnection.accepted(channel, remote, counters, this);
    List<TcpConnection> neighbours =
        unproven.keySet().stream().filter(other -> isNeighbour(other, connection)).toList();
    if (neighbours.size() >= UNPROVEN_OF_ADDRESS_LIMIT) {
      neighbours.get(0).close(DropReason.CONNECTION_LIMIT);
    } else if (unproven.size() >= UNPROVEN_LIMIT) {
      unproven.keySet().iterator().next().close(DropReason.CONNECTION_LIMIT);
    }
    unproven.put(connection, loop.nanoTime());
  }

  private static boolean isNeighbour(TcpConnection one, TcpConnection other) {
    InetAddress address = one.remote().getAddress();
    return address.equals(other.remote().getAddress());
  }

  /** Closes those that have not proven themselves in time, however slowly they send. */
  void tick(long now) {
    while (!unproven.isEmpty()) {
      Iterator<Map.Entry<TcpConnection, Long>> all = unproven.entrySet().iterator();
      Map.Entry<TcpConnection, Long> oldest = all.next();
      if (now - oldest.getValue() < PROOF_LIMIT.toNanos()) {
        return;
      }
      oldest.getKey().close(DropReason.CONNECTION_UNPROVEN);
    }
  }

  @Override
  public void received(Socket socket, InetSocketAddress source, ByteBuf frame) {
    demultiplexer.received(socket, source, frame);
    if (socket instanceof TcpConnection connection && unproven.containsKey(connection)) {
      if (demultiplexer.isProven(connection)) {
        unproven.remove(connection);
      } else {
        connection.close(DropReason.CONNECTION_UNPROVEN);
      }
    }
  }

  @Override
  public void receivedAll() {
    demultiplexer.receivedAll();
  }

  @Override
  public void takesMore(TcpConnection connection) {
    demultiplexer.takesMore(connection);
  }

  @Override
  public void closed(TcpConnection connection) {
    unproven.remove(connection);
    demultiplexer.closed(connection);
  }
}
