package dev.switchboard.media.transport;

import dev.switchboard.media.transport.path.Path;
import dev.switchboard.media.transport.path.Socket;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP connection with one peer, over which datagrams go as frames (RFC 4571): for networks that
 * let no UDP through (RFC 6544). What a slow line does not take is dropped, as UDP does, since late
 * media is worth less than none. On the loop.
 */
final class TcpConnection implements Socket {
  /** Whoever reads the frames and keeps the connections. On the loop. */
  interface Owner extends UdpSocket.Receiver {
    /** Media was dropped because the line was full; it takes some again. */
    void takesMore(TcpConnection connection);

    /** It is gone; nothing else follows. */
    void closed(TcpConnection connection);
  }

  private static final int CONNECT_LIMIT_MILLIS = 5_000;

  /** Frames of one round are sent together; so many bytes are handed over at once. */
  private static final int FLUSH_AT = 16 << 10;

  /** When so much waits for the system, media is dropped, until it is down to the lower mark. */
  private static final int FULL_MARK = 192 << 10;

  private static final int READY_MARK = 32 << 10;

  /** Checks and DTLS, which are small, are taken up to this. */
  private static final int WAITING_LIMIT = 256 << 10;

  /** What the system keeps for the line besides. */
  private static final int SYSTEM_BUFFER = 256 << 10;

  /** Time for close_notify to leave. */
  private static final Duration LINGER = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(TcpConnection.class);

  private final Channel channel;
  private final InetSocketAddress remote;
  private final Counters counters;
  private final Owner owner;
  private final FrameDecoder decoder = new FrameDecoder(this::received);
  private @Nullable ByteBuf queued;
  private boolean dropping;
  private boolean deaf;
  private boolean closed;

  private TcpConnection(Channel channel, InetSocketAddress remote, Counters counters, Owner owner) {
    this.channel = channel;
    this.remote = remote;
    this.counters = counters;
    this.owner = owner;
  }

  /** A connection that a peer has opened, and whose channel is being set up. */
  static TcpConnection accepted(
      Channel channel, InetSocketAddress remote, Counters counters, Owner owner) {
    return new TcpConnection(channel, remote, counters, owner).handle();
  }

  /** Opens a connection to a peer; what is sent before it is there waits for it. On the loop. */
  static TcpConnection dial(
      EventLoop eventLoop,
      boolean epoll,
      InetSocketAddress remote,
      Counters counters,
      Owner owner) {
    TcpConnection[] made = new TcpConnection[1];
    Bootstrap bootstrap =
        new Bootstrap()
            .group(eventLoop)
            .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_LIMIT_MILLIS)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    made[0] = new TcpConnection(channel, remote, counters, owner).handle();
                  }
                });
    var connecting = bootstrap.connect(remote);
    TcpConnection connection = made[0];
    if (connection == null) {
      throw new IllegalStateException("no connection can be opened", connecting.cause());
    }
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            log.debug("no connection to {}", remote, done.cause());
            connection.over();
          }
        });
    return connection;
  }

  private TcpConnection handle() {
    channel.config().setOption(ChannelOption.TCP_NODELAY, true);
    channel.config().setOption(ChannelOption.SO_SNDBUF, SYSTEM_BUFFER);
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(READY_MARK, FULL_MARK));
    channel.pipeline().addLast(new Inbound());
    return this;
  }

  Path path() {
    return new Path(this, remote);
  }

  InetSocketAddress remote() {
    return remote;
  }

  @Override
  public ByteBuf buffer(int capacity) {
    return channel.alloc().directBuffer(capacity);
  }

  @Override
  public boolean segmenting() {
    return false;
  }

  @Override
  public boolean isReliable() {
    return true;
  }

  @Override
  public void write(ByteBuf datagram, int size, InetSocketAddress to) {
    try {
      int length = datagram.readableBytes();
      if (closed || !takes(datagram, length)) {
        counters.drop(closed ? DropReason.SEND_FAILED : DropReason.CONNECTION_FULL);
        return;
      }
      counters.add(Counters.Traffic.DATAGRAMS_OUT, 1);
      counters.add(Counters.Traffic.BYTES_OUT, length);
      if (queued == null) {
        queued = channel.alloc().directBuffer(FLUSH_AT + FrameDecoder.HEADER + length);
      }
      queued.writeShort(length).writeBytes(datagram);
      if (queued.readableBytes() >= FLUSH_AT) {
        flush();
      }
    } finally {
      datagram.release();
    }
  }

  private boolean takes(ByteBuf datagram, int length) {
    if (isMedia(datagram) && !channel.isWritable()) {
      dropping = true;
      return false;
    }
    ChannelOutboundBuffer handedOver = channel.unsafe().outboundBuffer();
    long waiting = handedOver == null ? 0 : handedOver.totalPendingWriteBytes();
    return waiting + waitingHere() + FrameDecoder.HEADER + length <= WAITING_LIMIT;
  }

  private int waitingHere() {
    return queued == null ? 0 : queued.readableBytes();
  }

  /** RTP and RTCP (RFC 7983 section 7). */
  private static boolean isMedia(ByteBuf datagram) {
    return datagram.isReadable() && datagram.getUnsignedByte(datagram.readerIndex()) >= 128;
  }

  /** One write for the frames of a round; nothing before the connection is there. */
  @Override
  public void flush() {
    ByteBuf frames = queued;
    if (frames != null && channel.isActive()) {
      queued = null;
      counters.add(Counters.Traffic.SENDS, 1);
      var unused = channel.writeAndFlush(frames, channel.voidPromise());
    }
  }

  /** Its peer is known by the connection itself. */
  @Override
  public Object sender(InetSocketAddress source) {
    return this;
  }

  /** Closes it when what still is to be said to the peer has had time to leave. */
  @Override
  public void release(InetSocketAddress peer) {
    if (!deaf) {
      deaf = true;
      var unused =
          channel
              .eventLoop()
              .schedule((Runnable) this::close, LINGER.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Closes it at once, and counts why. */
  void close(DropReason reason) {
    if (!closed) {
      log.debug("closes the connection of {}: {}", remote, reason);
      counters.drop(reason);
      flush();
      close();
    }
  }

  private void close() {
    deaf = true;
    var unused = channel.close();
    over();
  }

  private void over() {
    if (!closed) {
      closed = true;
      if (queued != null) {
        queued.release();
        queued = null;
      }
      owner.closed(this);
      owner.receivedAll();
    }
  }

  private boolean received(ByteBuf frame) {
    counters.add(Counters.Traffic.DATAGRAMS_IN, 1);
    counters.add(Counters.Traffic.BYTES_IN, frame.readableBytes());
    owner.received(this, remote, frame);
    return !deaf;
  }

  @Override
  public String toString() {
    return "TCP";
  }

  private final class Inbound extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      try {
        if (!deaf && !decoder.decode(bytes)) {
          close(DropReason.FRAME_TOO_LARGE);
        }
      } finally {
        bytes.release();
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      owner.receivedAll();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (dropping && channel.isWritable()) {
        dropping = false;
        owner.takesMore(TcpConnection.this);
        owner.receivedAll();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      over();
    }

    /** Comes when the connection breaks, and from bugs of ours: it is of no more use. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (cause instanceof IOException) {
        log.debug("the connection of {} broke", remote, cause);
      } else {
        log.error("the connection of {} failed", remote, cause);
      }
      close();
    }
  }
}
