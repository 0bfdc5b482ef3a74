package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.PacketWriter;
import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.RtpHeader;
import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.sdp.BadSdpException;
import dev.switchboard.media.sdp.HeaderExtension;
import dev.switchboard.media.sdp.Negotiation;
import dev.switchboard.media.sdp.Offer;
import dev.switchboard.media.sdp.SlotSsrcs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A call in virtual time, whose legs are played by the test. */
final class TestCall {
  static final long MILLI = 1_000_000L;
  static final int VP8 = 96;
  static final int VP8_RTX = 97;
  static final int OPUS = 111;

  private static final byte[] KEY_FRAME = {0x10, 0x00, 1, 2, 3};
  private static final byte[] INTER_FRAME = {0x10, 0x01, 1, 2, 3};

  long now = 1_000_000 * MILLI;
  final Counters counters = new Counters();
  final List<String> renegotiations = new ArrayList<>();
  List<String> videoCodecs = List.of("VP8", "H264");

  /** Who was told last to be in whose slots. */
  final Map<String, List<String>> slots = new HashMap<>();

  int slotsTold;
  final Bridge bridge =
      new Bridge(new NtpTime(1_790_000_000_000L, now), counters, 1_000 * MILLI, new BridgeEvents());

  private final class BridgeEvents implements Bridge.Listener {
    @Override
    public void renegotiate(String legId) {
      renegotiations.add(legId);
    }

    @Override
    public void slots(String legId, List<String> legIds) {
      slots.put(legId, legIds);
      slotsTold++;
    }
  }

  /** One leg, and what it was sent. */
  final class Player implements PacketWriter {
    final Leg leg;
    final List<byte[]> rtp = new ArrayList<>();
    final List<byte[]> rtcp = new ArrayList<>();
    final long videoSsrc;
    int transportNumber;

    Player(String id, int number, UnaryOperator<String> edit) {
      videoSsrc = 1_000 + number;
      List<SlotSsrcs> ssrcs =
          List.of(
              new SlotSsrcs(10 * number, 10 * number + 1, 10 * number + 2),
              new SlotSsrcs(10 * number + 3, 10 * number + 4, 10 * number + 5));
      leg = bridge.join(id, this, new LegStreams(ssrcs, id));
      negotiate(edit);
      leg.open();
    }

    void negotiate(UnaryOperator<String> edit) {
      try {
        String text =
            edit.apply(
                chromium()
                    .replace("918786903", Long.toString(videoSsrc))
                    .replace("1082401946", Long.toString(videoSsrc + 5_000)));
        leg.negotiated(
            Negotiation.of(Offer.read(text), videoCodecs, bridge.receivableByOthersThan(leg.id())));
      } catch (BadSdpException e) {
        throw new IllegalArgumentException(e);
      }
    }

    void video(int sequence, long timestamp, boolean key) {
      send(VP8, videoSsrc, sequence, timestamp, key ? KEY_FRAME : INTER_FRAME);
    }

    void repair(int rtxSequence, int sequence, long timestamp, boolean key) {
      byte[] frame = key ? KEY_FRAME : INTER_FRAME;
      byte[] payload = new byte[2 + frame.length];
      payload[0] = (byte) (sequence >> 8);
      payload[1] = (byte) sequence;
      System.arraycopy(frame, 0, payload, 2, frame.length);
      send(VP8_RTX, videoSsrc + 5_000, rtxSequence, timestamp, payload);
    }

    void audio(int sequence, long timestamp) {
      send(OPUS, 1_057_074_724L, sequence, timestamp, new byte[] {1, 2, 3, 4});
    }

    void send(int payloadType, long ssrc, int sequence, long timestamp, byte[] payload) {
      send(payloadType, ssrc, sequence, timestamp, payload, true);
    }

    void send(
        int payloadType, long ssrc, int sequence, long timestamp, byte[] payload, boolean marker) {
      RtpHeader header = new RtpHeader(4);
      header.begin(marker, payloadType, sequence, timestamp, ssrc);
      header.extension(1, new byte[] {(byte) 0x94}, 0, 1);
      header.extension16(3, transportNumber++);
      header.end();
      byte[] packet = Arrays.copyOf(header.buffer(), header.length() + payload.length);
      System.arraycopy(payload, 0, packet, header.length(), payload.length);
      leg.rtp(packet, 0, packet.length, now);
    }

    void report(Consumer<RtcpBuilder> content) {
      RtcpBuilder builder = new RtcpBuilder();
      content.accept(builder);
      leg.rtcp(builder.buffer(), 0, builder.length(), now);
    }

    @Override
    public void rtp(
        byte[] header, int headerLength, byte[] payload, int payloadOffset, int payloadLength) {
      byte[] packet = Arrays.copyOf(header, headerLength + payloadLength);
      System.arraycopy(payload, payloadOffset, packet, headerLength, payloadLength);
      rtp.add(packet);
    }

    @Override
    public void rtcp(byte[] compound, int offset, int length) {
      rtcp.add(Arrays.copyOfRange(compound, offset, offset + length));
    }

    List<RtpPacket> packets(int payloadType) {
      return rtp.stream()
          .map(TestCall::packet)
          .filter(p -> p.payloadType() == payloadType)
          .toList();
    }

    List<Integer> sequences(int payloadType) {
      return packets(payloadType).stream().map(RtpPacket::sequence).toList();
    }

    int transportNumber(RtpPacket packet) {
      int at = packet.extension(3);
      return (packet.buffer()[at] & 0xff) << 8 | packet.buffer()[at + 1] & 0xff;
    }

    /** Parts of this type and format in what was sent, oldest first. */
    List<RtcpPacket> parts(int type, int format) {
      List<RtcpPacket> found = new ArrayList<>();
      for (byte[] compound : rtcp) {
        for (int index = 0; ; index++) {
          RtcpPacket part = part(compound, index);
          if (part == null) {
            break;
          }
          if (part.type() == type && (format < 0 || part.count() == format)) {
            found.add(part);
          }
        }
      }
      return found;
    }
  }

  /** Lets time pass in ticks of 10 ms. */
  void pass(long millis) {
    for (long end = now + millis * MILLI; now < end; ) {
      now += 10 * MILLI;
      bridge.tick(now);
    }
  }

  long count(String counter) {
    Map<String, Long> counts = new HashMap<>();
    counters.addTo(counts);
    return counts.getOrDefault(counter, -1L);
  }

  private static RtcpPacket part(byte[] compound, int index) {
    RtcpPacket packet = new RtcpPacket();
    if (packet.wrap(compound, 0, compound.length) != DropReason.NONE) {
      throw new AssertionError("a malformed compound was sent");
    }
    for (int i = 0; i <= index; i++) {
      if (!packet.next()) {
        return null;
      }
    }
    return packet;
  }

  static RtpPacket packet(byte[] bytes) {
    RtpPacket packet = new RtpPacket();
    if (packet.wrap(bytes, 0, bytes.length) != DropReason.NONE) {
      throw new AssertionError("a malformed packet was sent");
    }
    return packet;
  }

  static String chromium() {
    return offer("chromium-156-offer.sdp");
  }

  /** The offer with a second section of each kind, for another party: as our page offers. */
  static String withSecondSlot(String offer) {
    String[] parts = offer.split("(?=m=(?:audio|video) )");
    return parts[0].replace("BUNDLE 0 1", "BUNDLE 0 1 2 3")
        + parts[1]
        + parts[2]
        + second(parts[1], 2)
        + second(parts[2], 3);
  }

  private static String second(String section, int mid) {
    return section
        .replaceAll("a=mid:\\d", "a=mid:" + mid)
        .replace("a=sendrecv", "a=recvonly")
        .replaceAll("a=(?:ssrc|ssrc-group|msid):.*\r?\n", "");
  }

  static String offer(String name) {
    try (InputStream in = HeaderExtension.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
