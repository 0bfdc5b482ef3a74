package dev.switchboard.media.transport;

import dev.switchboard.media.rtp.PacketWriter;
import dev.switchboard.media.transport.path.Path;
import dev.switchboard.media.transport.path.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The way from one leg to its peer. It is open from the keys to the end, and only as long as the
 * peer consents (RFC 7675). Packets are collected while the loop works through one batch, and leave
 * when it is done. What can't be sent is dropped and counted. On the loop.
 */
final class Outlet implements PacketWriter {
  private final MediaLoop loop;
  private final OutgoingBatch batch = new OutgoingBatch();
  private @Nullable Protection protection;
  private @Nullable Path peer;
  private boolean consent;
  private boolean flushing;

  Outlet(MediaLoop loop) {
    this.loop = loop;
  }

  /** The peer is there from now on; what was queued before goes to where it was. */
  void select(Path path) {
    if (peer != null) {
      batch.write(peer);
      peer.socket().flush();
    }
    peer = path;
  }

  /** The path is gone; true if the peer was there, which is nowhere now. */
  boolean leave(Path path) {
    if (!path.equals(peer)) {
      return false;
    }
    batch.write(path);
    peer = null;
    return true;
  }

  /** Whether it is known where the peer is. */
  boolean leadsSomewhere() {
    return peer != null;
  }

  /** Whether the peer is there. */
  boolean isAt(Path path) {
    return path.equals(peer);
  }

  /** Whether the peer agrees to be sent to. */
  void consent(boolean given) {
    consent = given;
  }

  void open(Protection keys) {
    protection = keys;
  }

  void shut() {
    protection = null;
  }

  @Override
  public void rtp(
      byte[] header, int headerLength, byte[] payload, int payloadOffset, int payloadLength) {
    assert loop.inLoop();
    Protection ready = ready();
    if (ready != null) {
      queue(ready.protectRtp(header, headerLength, payload, payloadOffset, payloadLength));
    }
  }

  @Override
  public void rtcp(byte[] compound, int offset, int length) {
    assert loop.inLoop();
    Protection ready = ready();
    if (ready != null) {
      queue(ready.protectRtcp(compound, offset, length));
    }
  }

  private @Nullable Protection ready() {
    if (protection == null) {
      loop.counting().drop(DropReason.NOT_CONNECTED);
      return null;
    }
    return hasConsent() ? protection : null;
  }

  private boolean hasConsent() {
    if (!consent) {
      loop.counting().drop(DropReason.NO_CONSENT);
    }
    return consent;
  }

  private void queue(int length) {
    if (length != Protection.NOTHING && peer != null) {
      batch.add(loop.buffers().sealed(), length, peer);
      flushLater();
    }
  }

  /** Sends a DTLS record to the peer, before the packets that are queued. */
  void sendRecord(byte[] datagram) {
    if (peer != null && hasConsent()) {
      send(datagram, peer);
    }
  }

  /** Sends a datagram anywhere, whatever the peer consents to: for ICE, which asks for consent. */
  void send(byte[] datagram, Path to) {
    Socket socket = to.socket();
    socket.write(datagram, datagram.length, to.remote());
    if (peer != null && peer.socket().equals(socket)) {
      flushLater();
    } else {
      socket.flush();
    }
  }

  private void flushLater() {
    if (!flushing) {
      flushing = true;
      loop.flushLater(this);
    }
  }

  /** Gives the socket what was queued. */
  void queueBatch() {
    flushing = false;
    if (peer != null) {
      batch.write(peer);
    }
  }

  /** Does nothing if the leg shares its socket with one that was flushed just before. */
  void flush() {
    if (peer != null) {
      peer.socket().flush();
    }
  }
}
