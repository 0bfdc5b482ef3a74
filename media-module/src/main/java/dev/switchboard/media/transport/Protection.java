package dev.switchboard.media.transport;

import dev.switchboard.media.transport.srtp.SrtpKeys;
import dev.switchboard.media.transport.srtp.SrtpReceiver;
import dev.switchboard.media.transport.srtp.SrtpSender;
import dev.switchboard.media.transport.srtp.SrtpStatus;

/**
 * SRTP with one peer, in both directions, on the loop's buffers; counts what becomes of packets.
 */
final class Protection {
  /** There is no result. */
  static final int NOTHING = -1;

  private final SrtpSender sender;
  private final SrtpReceiver receiver;
  private final LoopBuffers buffers;
  private final Counters counters;

  Protection(SrtpKeys keys, LoopBuffers buffers, Counters counters) {
    this.sender = keys.sender();
    this.receiver = keys.receiver();
    this.buffers = buffers;
    this.counters = counters;
  }

  /** Protects a packet of two parts into {@code buffers.sealed()}; its length or NOTHING. */
  int protectRtp(
      byte[] header, int headerLength, byte[] payload, int payloadOffset, int payloadLength) {
    return sealed(
        sender.protectRtp(
            header, headerLength, payload, payloadOffset, payloadLength, buffers.sealed()));
  }

  /** Protects a compound packet into {@code buffers.sealed()}; its length or NOTHING. */
  int protectRtcp(byte[] compound, int offset, int length) {
    return sealed(sender.protectRtcp(compound, offset, length, buffers.sealed()));
  }

  private int sealed(SrtpStatus status) {
    counters.sealed(status);
    return status == SrtpStatus.OK ? sender.length() : NOTHING;
  }

  /** Opens the datagram in {@code buffers.received()} into {@code buffers.opened()}; likewise. */
  int open(PacketKind kind, int length) {
    SrtpStatus status =
        kind == PacketKind.RTP
            ? receiver.openRtp(buffers.received(), 0, length, buffers.opened())
            : receiver.openRtcp(buffers.received(), 0, length, buffers.opened());
    counters.opened(status);
    return status == SrtpStatus.OK ? receiver.length() : NOTHING;
  }
}
