package dev.switchboard.media.transport;

import dev.switchboard.media.transport.ice.StunMessage;
import dev.switchboard.media.transport.ice.StunStatus;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives each datagram of one socket to its leg: STUN by our ufrag in it, everything else by the
 * address that it comes from, which STUN has proven before. On the loop.
 */
final class Demultiplexer implements UdpSocket.Receiver {
  private final MediaLoop loop;
  private final Counters counters;
  private final byte[] received;
  private final Map<String, LegTransport> byUfrag = new HashMap<>();
  private final Map<InetSocketAddress, LegTransport> bySource = new HashMap<>();
  private @Nullable LegTransport owner;

  Demultiplexer(MediaLoop loop) {
    this.loop = loop;
    this.counters = loop.counting();
    this.received = loop.buffers().received();
  }

  @Override
  public void received(ByteBuf datagram, InetSocketAddress source) {
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
      case STUN -> stun(length, source, now);
      case DTLS, RTP, RTCP -> {
        LegTransport leg = bySource.get(source);
        if (leg == null) {
          counters.drop(DropReason.UNKNOWN_SOURCE);
        } else {
          leg.received(kind, length, now);
        }
      }
    }
  }

  private void stun(int length, InetSocketAddress source, long now) {
    Optional<StunMessage> message = StunMessage.parse(received, 0, length);
    if (message.isEmpty()) {
      counters.stun(StunStatus.MALFORMED);
      return;
    }
    LegTransport leg = owner == null ? byUfrag.get(message.get().localUfrag()) : owner;
    counters.stun(leg == null ? StunStatus.UNKNOWN_USER : leg.received(message.get(), source, now));
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
   * What comes from {@code source} is for this leg. False if it is another's that is connected, or
   * about to be: whoever has credentials of one call could otherwise cut off another by a forged
   * address. A silent leg gives way, since its peer may have begun anew at the same address.
   */
  boolean claim(InetSocketAddress source, LegTransport leg) {
    LegTransport holder = bySource.get(source);
    if (holder != null && holder != leg && holder.needsItsAddresses()) {
      counters.drop(DropReason.ADDRESS_TAKEN);
      return false;
    }
    bySource.put(source, leg);
    return true;
  }

  /** Nothing comes from {@code source} for this leg any more. */
  void release(InetSocketAddress source, LegTransport leg) {
    bySource.remove(source, leg);
  }
}
