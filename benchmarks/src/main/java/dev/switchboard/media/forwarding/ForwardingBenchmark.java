package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.PacketWriter;
import dev.switchboard.media.sdp.Negotiation;
import dev.switchboard.media.sdp.Offer;
import dev.switchboard.media.sdp.SlotSsrcs;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The whole way of a video packet of 1,100 bytes through a bridge, between decryption and
 * encryption: numbering, cache, and the rewritten header of each viewer.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ForwardingBenchmark {
  private static final int LENGTH = 1_100;
  private static final long PACKET_NANOS = 500_000;

  @Param({"1", "50"})
  public int viewers;

  private final byte[] packet = new byte[LENGTH];
  private final Sink sink = new Sink();
  private Leg publisher;
  private int sequence;
  private long now = 1;

  /** Takes what would be encrypted. */
  private static final class Sink implements PacketWriter {
    private long bytes;

    @Override
    public void rtp(byte[] header, int headerLength, byte[] payload, int offset, int length) {
      bytes += headerLength + length;
    }

    @Override
    public void rtcp(byte[] compound, int offset, int length) {
      bytes += length;
    }
  }

  /** Nothing of what the bridge tells matters here. */
  private static final class Unheard implements Bridge.Listener {
    @Override
    public void renegotiate(String legId) {}

    @Override
    public void slots(String legId, List<@Nullable String> legIds) {}
  }

  @Setup
  public void negotiate() throws Exception {
    Bridge bridge =
        new Bridge(
            new NtpTime(System.currentTimeMillis(), 0),
            new Counters(),
            1_000_000_000L,
            new Unheard());
    publisher = join(bridge, 0, "sendonly");
    for (int i = 1; i <= viewers; i++) {
      join(bridge, i, "recvonly");
    }
    packet[0] = (byte) 0x90;
    packet[1] = 96;
    packet[11] = 1;
    packet[12] = (byte) 0xbe;
    packet[13] = (byte) 0xde;
    packet[15] = 1;
    packet[16] = 0x40;
    packet[17] = '0';
    packet[20] = 0x10;
    packet[24] = (byte) 0x9d;
    packet[25] = 0x01;
    packet[26] = 0x2a;
  }

  private Leg join(Bridge bridge, int index, String direction) throws Exception {
    Leg leg =
        bridge.join("leg-" + index, sink, new LegStreams(List.of(new SlotSsrcs(1, 2, 3)), "name"));
    leg.negotiated(Negotiation.of(Offer.read(offer(direction)), List.of("VP8"), codec -> true));
    leg.open();
    return leg;
  }

  private static String offer(String direction) {
    return String.join(
        "\r\n",
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "m=video 9 UDP/TLS/RTP/SAVPF 96",
        "a=mid:0",
        "a=ice-ufrag:abcd",
        "a=ice-pwd:abcdefghijklmnopqrstuv",
        "a=fingerprint:sha-256 " + "00:".repeat(31) + "00",
        "a=setup:actpass",
        "a=" + direction,
        "a=rtcp-mux",
        "a=rtcp-rsize",
        "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
        "a=rtpmap:96 VP8/90000",
        "a=rtcp-fb:96 nack",
        "a=rtcp-fb:96 nack pli",
        "");
  }

  @Benchmark
  public long forward() {
    sequence++;
    now += PACKET_NANOS;
    packet[2] = (byte) (sequence >>> 8);
    packet[3] = (byte) sequence;
    publisher.rtp(packet, 0, LENGTH, now);
    return sink.bytes;
  }
}
