package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.RedundantFrames;
import dev.switchboard.media.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * The way of a received packet through a call, from top to bottom. It has been decrypted before,
 * and is encrypted behind each receiver's {@link Subscription}. Nothing is queued and nothing is
 * made on the way.
 */
final class PacketWay {
  private final Counters counters;

  /** The packet on the way: there is one at a time. */
  private final ReceivedPacket received = new ReceivedPacket();

  private final RtpPacket packet = received.rtp();
  private final RedundantFrames frames = new RedundantFrames();

  PacketWay(Counters counters) {
    this.counters = counters;
  }

  void travel(Leg from, byte[] buffer, int offset, int length, long nowNanos) {
    if (!parse(buffer, offset, length)) {
      return;
    }
    noteArrival(from, nowNanos);
    PayloadType type = payloadType(from);
    if (type == null) {
      return;
    }
    Uplink uplink = from.uplink(type.kind());
    ReceivedStream stream = identify(uplink, type, nowNanos);
    if (stream == null || !restore(stream, type)) {
      return;
    }
    if (type.redundant() && !unpack(from, uplink, stream, type, nowNanos)
        || !number(stream, type)) {
      return;
    }
    measure(stream, type, nowNanos);
    recover(stream, type, nowNanos);
    if (describe(from, stream, type, nowNanos)) {
      publish(uplink);
    }
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

  /** Payload types are unique in a leg, so they tell the section. */
  private @Nullable PayloadType payloadType(Leg from) {
    PayloadType type = from.payloadType(packet.payloadType());
    if (type == null) {
      counters.drop(DropReason.RTP_PAYLOAD_TYPE);
    }
    return type;
  }

  private @Nullable ReceivedStream identify(Uplink uplink, PayloadType type, long nowNanos) {
    ReceivedStream stream = uplink.identify(packet, type.repair(), nowNanos);
    if (stream != null || type.repair()) {
      uplink.count(packet);
    }
    if (stream == null) {
      counters.drop(type.repair() ? DropReason.RTX_INVALID : DropReason.RTP_STREAM);
    }
    return stream;
  }

  private boolean restore(ReceivedStream stream, PayloadType type) {
    return !type.repair() || passes(packet.restore(type.codec().payloadType(), stream.ssrc()));
  }

  /** Takes earlier frames that have not come; the view then shows the packet's own. */
  private boolean unpack(
      Leg from, Uplink uplink, ReceivedStream stream, PayloadType type, long nowNanos) {
    if (!passes(frames.read(packet, type.codec().payloadType()))) {
      return false;
    }
    for (int i = 0; i < frames.count() && stream.reception().started(); i++) {
      frames.showEarlier(packet, i);
      if (frames.hasEarlier(i)
          && stream.reception().accept(packet.sequence(), true) == DropReason.NONE) {
        counters.add(Counters.Count.RECOVERED, 1);
        if (describe(from, stream, type, nowNanos)) {
          publish(uplink);
        }
      }
    }
    frames.showFrame(packet);
    return true;
  }

  private boolean number(ReceivedStream stream, PayloadType type) {
    return passes(stream.reception().accept(packet.sequence(), type.repair()));
  }

  private void measure(ReceivedStream stream, PayloadType type, long nowNanos) {
    if (stream.reception().restarted()) {
      stream.restarted();
    }
    if (!type.repair()) {
      int clockRate = type.codec().clockRate();
      stream.reception().arrived(packet.timestamp(), nowNanos, clockRate);
    }
  }

  /** Asks for what is missing before this packet; it may itself be what was missing. */
  private void recover(ReceivedStream stream, PayloadType type, long nowNanos) {
    stream.recover(type.codec(), nowNanos);
  }

  /** What a decoder could not read either goes no further. */
  private boolean describe(Leg from, ReceivedStream stream, PayloadType type, long nowNanos) {
    int descriptor = from.extensions(type.kind()).dependencyDescriptor();
    DropReason reason = type.format().layers(packet, descriptor, stream.layers());
    if (!passes(reason)) {
      if (reason == DropReason.LAYER_UNKNOWN) {
        stream.requestKeyFrame();
      }
      return false;
    }
    received.place(
        type.format(), stream.encoding(), stream.reception().sequence(), nowNanos, stream.layers());
    stream.flows(type, received);
    return true;
  }

  /** Keeps it for those who miss it, and gives it to every viewer and recorder. */
  private void publish(Uplink uplink) {
    uplink.publication().give(received);
  }

  private boolean passes(DropReason reason) {
    if (reason == DropReason.NONE) {
      return true;
    }
    counters.drop(reason);
    return false;
  }
}
