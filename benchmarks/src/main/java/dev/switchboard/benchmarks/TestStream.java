package dev.switchboard.benchmarks;

import dev.switchboard.media.rtp.RtpHeader;
import dev.switchboard.media.transport.Cancellable;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A video stream whose frames are bursts of packets of 1,100 bytes on the wire, as a camera's are;
 * each payload carries the time at which it was sent. VP8 in its headers only: no engine here looks
 * further.
 */
final class TestStream implements AutoCloseable {
  /** On the wire, before IP. */
  static final int PACKET_OCTETS = 1_100;

  /** With a header of 20 bytes and a tag of 16. */
  private static final int PAYLOAD = PACKET_OCTETS - 20 - 16;

  /** After the VP8 payload descriptor and the frame header (RFC 7741 sections 4.2 and 4.3). */
  private static final int TIME_AT = 16;

  private final Peer peer;
  private final RtpHeader header = new RtpHeader(4);
  private final byte[] payload = new byte[PAYLOAD];
  private final int packetsPerFrame;
  private final int ticksPerFrame;
  private final Cancellable timer;
  private int sequence = 1;
  private long timestamp = 1;

  private TestStream(Peer peer, int packetsPerFrame, int framesPerSecond) {
    this.peer = peer;
    this.packetsPerFrame = packetsPerFrame;
    this.ticksPerFrame = 90_000 / framesPerSecond;
    this.timer = peer.loop().every(Duration.ofNanos(1_000_000_000L / framesPerSecond), this::frame);
  }

  /** Begins to send over a peer that is connected. */
  static TestStream start(Peer peer, int packetsPerFrame, int packetsPerSecond) {
    return new TestStream(peer, packetsPerFrame, packetsPerSecond / packetsPerFrame);
  }

  /** When the packet was sent, by {@link System#nanoTime}. */
  static long sentAt(byte[] buffer, int payloadOffset) {
    return ByteBuffer.wrap(buffer).getLong(payloadOffset + TIME_AT);
  }

  private void frame() {
    boolean key = peer.takeKeyFrameWanted();
    timestamp += ticksPerFrame;
    for (int i = 0; i < packetsPerFrame; i++) {
      begin(i == 0, key);
      ByteBuffer.wrap(payload).putLong(TIME_AT, System.nanoTime());
      boolean marker = i == packetsPerFrame - 1;
      header.begin(marker, Peer.VP8, sequence++ & 0xffff, timestamp & 0xffff_ffffL, 1);
      header.extension(4, new byte[] {'0'}, 0, 1);
      header.end();
      peer.send(header.buffer(), header.length(), payload, PAYLOAD);
    }
  }

  private void begin(boolean first, boolean key) {
    payload[0] = (byte) (first ? 0x10 : 0);
    payload[1] = (byte) (key ? 0 : 1);
    payload[4] = (byte) 0x9d;
    payload[5] = 0x01;
    payload[6] = 0x2a;
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
