package dev.switchboard.media.transport;

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
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket on a loop. There are two kinds: epoll receives many datagrams with one call, and
 * sends many of equal size with one (UDP_SEGMENT); NIO runs everywhere, takes a call for each, and
 * sends straight through the channel of the JDK.
 */
final class UdpSocket implements Socket {
  /** Whom a socket hears, which decides how it receives with few calls. */
  enum Peers {
    /** Datagrams of different peers come one after the other: one call takes many (recvmmsg). */
    MANY,

    /** A frame comes from one peer at once: the system hands it over as one piece (UDP_GRO). */
    ONE
  }

  /** Takes what comes. On the loop. */
  interface Receiver {
    /** One datagram, to be read before the call returns; a large one may be cut. */
    void received(Socket socket, InetSocketAddress source, ByteBuf datagram);

    /** There are no more for now. */
    void receivedAll();
  }

  /** A larger datagram is cut or dropped; no peer sends larger ones than an Ethernet frame. */
  static final int RECEIVE_LIMIT = 2048;

  /** How many datagrams of many peers one system call receives. */
  private static final int RECEIVE_BATCH = 32;

  /** The most that the system joins. A shorter buffer would cut off what comes behind it. */
  private static final int JOINED_LIMIT = 64 << 10;

  /** For the bursts of many peers' key frames. The system's own limit may be lower. */
  private static final int SYSTEM_BUFFER = 4 << 20;

  /** So much is queued before it is handed over, so that it is still in the processor's cache. */
  private static final int FLUSH_AT = 256 << 10;

  /** When this much waits for the system's buffer, more is dropped. */
  private static final int WAITING_LIMIT = 8 << 20;

  private static final int EIO = -5;
  private static final int EINVAL = -22;

  private static final Logger log = LoggerFactory.getLogger(UdpSocket.class);

  private final Channel channel;
  private final @Nullable DatagramChannel nio;
  private final Counters counters;
  private boolean segmenting;
  private int queued;

  /**
   * @param nio what {@code channel} sends by, unless it is a native one
   */
  private UdpSocket(
      Channel channel, @Nullable DatagramChannel nio, Counters counters, boolean segmenting) {
    this.channel = channel;
    this.nio = nio;
    this.counters = counters;
    this.segmenting = segmenting;
  }

  /** Binds a socket that is served by {@code eventLoop}, from any thread but that one. */
  static UdpSocket bind(
      EventLoop eventLoop,
      boolean epoll,
      Peers peers,
      InetSocketAddress address,
      Counters counters,
      Receiver receiver)
      throws IOException {
    boolean segments = !epoll || EpollDatagramChannel.isSegmentedDatagramPacketSupported();
    DatagramChannel nio = epoll ? null : open(address);
    AtomicReference<UdpSocket> socket = new AtomicReference<>();
    Bootstrap bootstrap =
        new Bootstrap()
            .group(eventLoop)
            .channelFactory(
                () -> nio == null ? new EpollDatagramChannel() : new NioDatagramChannel(nio))
            .option(ChannelOption.SO_RCVBUF, SYSTEM_BUFFER)
            .option(ChannelOption.SO_SNDBUF, SYSTEM_BUFFER)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(WAITING_LIMIT / 2, WAITING_LIMIT))
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(receiveBuffer(epoll, peers)))
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    UdpSocket made = new UdpSocket(channel, nio, counters, segments);
                    channel.pipeline().addLast(new Inbound(made, receiver));
                    socket.set(made);
                  }
                });
    if (epoll && peers == Peers.ONE) {
      bootstrap.option(EpollChannelOption.UDP_GRO, true);
    } else if (epoll) {
      bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, RECEIVE_LIMIT);
    }
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot bind UDP " + address, bound.cause());
    }
    return Objects.requireNonNull(socket.get());
  }

  /** For its address's family only: IPv4 by way of IPv6 costs the system more for each packet. */
  private static DatagramChannel open(InetSocketAddress address) throws IOException {
    return DatagramChannel.open(
        address.getAddress() instanceof Inet4Address
            ? StandardProtocolFamily.INET
            : StandardProtocolFamily.INET6);
  }

  private static int receiveBuffer(boolean epoll, Peers peers) {
    if (!epoll) {
      return RECEIVE_LIMIT;
    }
    return peers == Peers.ONE ? JOINED_LIMIT : RECEIVE_LIMIT * RECEIVE_BATCH;
  }

  InetSocketAddress localAddress() {
    return (InetSocketAddress) channel.localAddress();
  }

  @Override
  public ByteBuf buffer(int capacity) {
    return channel.alloc().directBuffer(capacity);
  }

  @Override
  public boolean segmenting() {
    return segmenting;
  }

  @Override
  public void write(ByteBuf data, int size, InetSocketAddress to) {
    int bytes = data.readableBytes();
    int datagrams = (bytes + size - 1) / size;
    if (!channel.isWritable()) {
      data.release();
      for (int i = 0; i < datagrams; i++) {
        counters.drop(DropReason.SOCKET_FULL);
      }
      return;
    }
    counters.add(Counters.Traffic.DATAGRAMS_OUT, datagrams);
    counters.add(Counters.Traffic.BYTES_OUT, bytes);
    counters.add(Counters.Traffic.SENDS, nio == null ? 1 : datagrams);
    if (nio != null) {
      sendEach(nio, data, size, to);
    } else if (datagrams == 1) {
      queue(new DatagramPacket(data, to));
    } else {
      queue(new SegmentedDatagramPacket(data, size, to));
    }
  }

  private void queue(DatagramPacket packet) {
    queued += packet.content().readableBytes();
    var unused = channel.write(packet, channel.voidPromise());
    if (queued >= FLUSH_AT) {
      flush();
    }
  }

  /** What the system has no room for waits in the channel's queue, and all that follows behind. */
  private void sendEach(DatagramChannel nio, ByteBuf data, int size, InetSocketAddress to) {
    while (data.isReadable()) {
      int length = Math.min(size, data.readableBytes());
      if (isNothingWaiting() && send(nio, data.internalNioBuffer(data.readerIndex(), length), to)) {
        data.skipBytes(length);
      } else {
        queue(new DatagramPacket(data.readRetainedSlice(length), to));
      }
    }
    data.release();
  }

  private boolean isNothingWaiting() {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting != null && waiting.totalPendingWriteBytes() == 0;
  }

  /** False if the system's buffer is full. */
  private boolean send(DatagramChannel nio, ByteBuffer datagram, InetSocketAddress to) {
    try {
      return nio.send(datagram, to) > 0;
    } catch (IOException e) {
      sendFailed(e);
      return true;
    }
  }

  @Override
  public void flush() {
    if (queued > 0) {
      queued = 0;
      channel.flush();
    }
  }

  /** Its peers are told apart by their addresses, as Netty has made them. */
  @Override
  public Object sender(InetSocketAddress source) {
    return source;
  }

  @Override
  public boolean isReliable() {
    return false;
  }

  /** The socket has other peers, or is closed by its owner. */
  @Override
  public void release(InetSocketAddress peer) {}

  @Override
  public String toString() {
    return "UDP";
  }

  void close() {
    var unused = channel.close();
  }

  /**
   * Some network cards and tunnels can't segment, and say so only when it is tried. What was in
   * that one call is lost, as on a bad line, and will be asked for again.
   */
  private void sendFailed(Throwable cause) {
    counters.drop(DropReason.SEND_FAILED);
    if (segmenting
        && cause instanceof Errors.NativeIoException e
        && (e.expectedErr() == EIO || e.expectedErr() == EINVAL)) {
      segmenting = false;
      log.warn("UDP segmentation offload does not work here and is off: {}", cause.getMessage());
    } else {
      log.debug("datagram not sent", cause);
    }
  }

  private static final class Inbound extends ChannelInboundHandlerAdapter {
    private final UdpSocket socket;
    private final Receiver receiver;

    Inbound(UdpSocket socket, Receiver receiver) {
      this.socket = socket;
      this.receiver = receiver;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      DatagramPacket packet = (DatagramPacket) message;
      try {
        socket.counters.add(Counters.Traffic.DATAGRAMS_IN, 1);
        socket.counters.add(Counters.Traffic.BYTES_IN, packet.content().readableBytes());
        receiver.received(socket, packet.sender(), packet.content());
      } finally {
        packet.release();
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      receiver.receivedAll();
    }

    /** Comes from failed writes (by the void promise), and from bugs of ours in a read. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (cause instanceof IOException) {
        socket.sendFailed(cause);
      } else {
        log.error("a datagram was not understood", cause);
      }
    }
  }
}
