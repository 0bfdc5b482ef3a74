package dev.switchboard.media.transport.srtp;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Protecting and opening one packet of 1,100 bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SrtpBenchmark {
  private static final int LENGTH = 1_100;
  private static final int HEADER = 12;

  @Param public SrtpProfile profile;

  private final byte[] packet = new byte[LENGTH];
  private final byte[] out = new byte[2_048];
  private final byte[] opened = new byte[2_048];
  private SrtpSender sender;
  private SrtpTransform transform;
  private byte[] sealed;
  private int sealedLength;
  private int sequence;

  @Setup
  public void keys() throws Exception {
    byte[] exported = new byte[SrtpKeys.exportedLength(profile)];
    sender = SrtpKeys.ofExported(profile, exported, true).sender();
    transform = profile.transform(new byte[SrtpProfile.KEY_LENGTH], new byte[profile.saltLength()]);
    packet[0] = (byte) 0x80;
    packet[11] = 1;
    sealed = new byte[2_048];
    sealedLength =
        transform.protectRtp(1, 1, packet, HEADER, HEADER, packet, HEADER, LENGTH - HEADER, sealed);
  }

  @Benchmark
  public SrtpStatus protect() {
    sequence++;
    packet[2] = (byte) (sequence >>> 8);
    packet[3] = (byte) sequence;
    return sender.protectRtp(packet, HEADER, packet, HEADER, LENGTH - HEADER, out);
  }

  @Benchmark
  public int open() throws Exception {
    return transform.openRtp(1, 1, sealed, 0, HEADER, sealedLength, opened);
  }
}
