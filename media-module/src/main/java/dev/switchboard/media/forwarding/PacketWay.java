package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * The way of a received packet through a call, from top to bottom. It has been decrypted before,
 * and is encrypted behind the sink of each receiver. Nothing is queued and nothing is made on the
 * way.
 */
final class PacketWay {
  private final Counters counters;

  /** The packet on the way: there is one at a time. */
  private final RtpPacket packet = new RtpPacket();

  PacketWay(Counters counters) {
    this.counters = counters;
  }

  void travel(Leg from, byte[] buffer, int offset, int length, long nowNanos) {
    if (!parse(buffer, offset, length)) {
      return;
    }
    noteArrival(from, nowNanos);
    PayloadType type = from.payloadType(packet.payloadType());
    Publication publication = identify(from, type, nowNanos);
    if (type == null || publication == null) {
      return;
    }
    if (!restore(publication, type) || !number(publication, type)) {
      return;
    }
    measure(publication, type, nowNanos);
    recover(publication, type, nowNanos);
    keep(publication, nowNanos);
    boolean keyFrame = observe(publication, type);
    deliver(publication, type, keyFrame, nowNanos);
  }

  private boolean parse(byte[] buffer, int offset, int length) {
    counters.add(Counters.Count.RTP_IN, 1);
    counters.add(Counters.Count.RTP_IN_BYTES, length);
    return passes(packet.wrap(buffer, offset, length));
  }

  /** Transport-wide feedback tells of every packet, whatever it carries. */
  private void noteArrival(Leg from, long nowNanos) {
    int at = packet.extension(from.transportCcId(), 2);
    if (at >= 0) {
      int number = (packet.buffer()[at] & 0xff) << 8 | packet.buffer()[at + 1] & 0xff;
      from.line().arrivals().arrived(number, nowNanos / 1_000);
    }
  }

  /**
   * Payload types are unique in a leg, so they tell the section; only one stream of it is taken.
   */
  private @Nullable Publication identify(Leg from, @Nullable PayloadType type, long nowNanos) {
    if (type == null) {
      counters.drop(DropReason.RTP_PAYLOAD_TYPE);
      return null;
    }
    Publication publication = from.publication(type.kind());
    if (!type.repair() && !publication.isStream(packet.ssrc(), nowNanos)) {
      counters.drop(DropReason.RTP_STREAM);
      return null;
    }
    return publication;
  }

  private boolean restore(Publication publication, PayloadType type) {
    publication.countBytes(packet.length());
    if (!type.repair()) {
      return true;
    }
    return passes(
        publication.isRepairedBy(packet.ssrc())
            ? packet.restore(type.codec().payloadType(), publication.ssrc())
            : DropReason.RTX_INVALID);
  }

  private boolean number(Publication publication, PayloadType type) {
    return passes(publication.reception().accept(packet.sequence(), type.repair()));
  }

  private void measure(Publication publication, PayloadType type, long nowNanos) {
    if (publication.reception().restarted()) {
      publication.restarted();
    }
    if (!type.repair()) {
      int clockRate = type.codec().clockRate();
      publication.reception().arrived(packet.timestamp(), nowNanos, clockRate);
    }
  }

  /** Asks for what is missing before this packet; it may itself be what was missing. */
  private void recover(Publication publication, PayloadType type, long nowNanos) {
    publication.recover(type.codec(), nowNanos);
  }

  private void keep(Publication publication, long nowNanos) {
    publication.keep(packet, nowNanos);
  }

  private boolean observe(Publication publication, PayloadType type) {
    publication.observeLevel(packet);
    boolean keyFrame =
        type.format()
            .startsKeyFrame(packet.buffer(), packet.payloadOffset(), packet.payloadLength());
    publication.flows(type, keyFrame);
    return keyFrame;
  }

  private void deliver(Publication publication, PayloadType type, boolean keyFrame, long nowNanos) {
    long number = publication.reception().sequence();
    publication.giveToSinks(packet);
    for (int i = 0; i < publication.subscriptions().size(); i++) {
      publication.subscriptions().get(i).forward(packet, type, number, keyFrame, nowNanos);
    }
  }

  private boolean passes(DropReason reason) {
    if (reason == DropReason.NONE) {
      return true;
    }
    counters.drop(reason);
    return false;
  }
}
