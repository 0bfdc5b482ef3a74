package dev.switchboard.media.transport;

import dev.switchboard.media.transport.ice.StunMessage;
import dev.switchboard.media.transport.ice.StunStatus;
import dev.switchboard.media.transport.path.Path;
import dev.switchboard.media.transport.path.Socket;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives each datagram of a loop to its leg: STUN by our ufrag in it, everything else by the path
 * that it comes by, which STUN has proven before. On the loop.
 */
final class Demultiplexer implements TcpConnection.Owner {
  private final MediaLoop loop;
  private final Counters counters;
  private final byte[] received;
  private final Map<String, LegTransport> byUfrag = new HashMap<>();
  private final Map<Object, LegTransport> bySender = new HashMap<>();
  private @Nullable LegTransport owner;

  Demultiplexer(MediaLoop loop) {
    this.loop = loop;
    this.counters = loop.counting();
    this.received = loop.buffers().received();
  }

  @Override
  public void received(Socket socket, InetSocketAddress source, ByteBuf datagram) {
    long now = loop.nanoTime();
    int length = datagram.readableBytes();
    if (length >= received.length) {
      counters.drop(DropReason.TOO_LARGE);
      return;
    }
    datagram.readBytes(received, 0, length);
    PacketKind kind = PacketKind.of(received, length);
    switch (kind) {
      case UNKNOWN -> counters.drop(DropReason.UNKNOWN_KIND);
      case STUN -> stun(length, new Path(socket, source), now);
      case DTLS, RTP, RTCP -> {
        LegTransport leg = bySender.get(socket.sender(source));
        if (leg == null) {
          counters.drop(DropReason.UNKNOWN_SOURCE);
        } else {
          leg.received(kind, length, now);
        }
      }
    }
  }

  private void stun(int length, Path source, long now) {
    LegTransport leg = owner;
    if (leg == null) {
      Optional<String> ufrag = StunMessage.peekLocalUfrag(received, length);
      leg = ufrag.isEmpty() ? null : byName(ufrag.get(), source);
      if (leg == null) {
        counters.stun(ufrag.isEmpty() ? StunStatus.MALFORMED : StunStatus.UNKNOWN_USER);
        return;
      }
    }
    Optional<StunMessage> message = StunMessage.parse(received, 0, length);
    counters.stun(
        message.isEmpty() ? StunStatus.MALFORMED : leg.received(message.get(), source, now));
  }

  /** An answer bears no name: it is the leg's that has asked by this path. */
  private @Nullable LegTransport byName(String ufrag, Path source) {
    return ufrag.isEmpty() ? bySender.get(sender(source)) : byUfrag.get(ufrag);
  }

  @Override
  public void receivedAll() {
    loop.flush();
  }

  /** All STUN is for this leg, which has the socket for itself. */
  void ownedBy(LegTransport leg) {
    owner = leg;
  }

  /** No STUN is for this leg because it had the socket for itself. */
  void disown(LegTransport leg) {
    if (owner == leg) {
      owner = null;
    }
  }

  /** STUN for this ufrag is for this leg, among others of the same leg perhaps. */
  void register(String ufrag, LegTransport leg) {
    byUfrag.put(ufrag, leg);
  }

  /** STUN for this ufrag is for nobody any more. */
  void unregister(String ufrag, LegTransport leg) {
    byUfrag.remove(ufrag, leg);
  }

  /**
   * What comes by {@code path} is for this leg. False if it is another's that is connected, or
   * about to be: whoever has credentials of one call could otherwise cut off another by a forged
   * address. A silent leg gives way, since its peer may have begun anew at the same address.
   */
  boolean claim(Path path, LegTransport leg) {
    LegTransport holder = bySender.get(sender(path));
    if (holder != null && holder != leg && holder.needsItsAddresses()) {
      counters.drop(DropReason.ADDRESS_TAKEN);
      return false;
    }
    bySender.put(sender(path), leg);
    return true;
  }

  /** Nothing comes by {@code path} for this leg any more. */
  void release(Path path, LegTransport leg) {
    if (bySender.remove(sender(path), leg)) {
      path.socket().release(path.remote());
    }
  }

  /** Whether a peer has proven that this connection is its own. */
  boolean isProven(TcpConnection connection) {
    return bySender.containsKey(connection);
  }

  @Override
  public void takesMore(TcpConnection connection) {
    LegTransport leg = bySender.get(connection);
    if (leg != null) {
      leg.takesMore(connection.path());
    }
  }

  @Override
  public void closed(TcpConnection connection) {
    LegTransport holder = bySender.remove(connection);
    LegTransport leg = holder == null ? owner : holder;
    if (leg != null) {
      leg.lost(connection.path());
    }
  }

  private static Object sender(Path path) {
    return path.socket().sender(path.remote());
  }
}
