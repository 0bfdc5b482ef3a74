package dev.switchboard.media.rtp;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Keeping a packet of 1,100 bytes, and showing it again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CacheBenchmark {
  private static final int CAPACITY = 512;

  private final PacketCache cache = new PacketCache(CAPACITY, Long.MAX_VALUE);
  private final RtpPacket packet = new RtpPacket();
  private final RtpPacket view = new RtpPacket();
  private long sequence;

  @Setup
  public void fill() {
    byte[] bytes = new byte[1_100];
    bytes[0] = (byte) 0x80;
    packet.wrap(bytes, 0, bytes.length);
    for (int i = 0; i < CAPACITY; i++) {
      put();
    }
  }

  @Benchmark
  public long put() {
    cache.put(sequence++, packet, 0);
    return sequence;
  }

  @Benchmark
  public boolean get() {
    return cache.get(sequence - 7, 0, view);
  }
}
