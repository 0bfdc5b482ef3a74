package dev.switchboard.benchmarks;

import dev.switchboard.benchmarks.Measurement.Load;
import dev.switchboard.media.transport.MediaLoop;
import dev.switchboard.media.transport.TransportConfig;
import dev.switchboard.media.transport.dtls.DtlsAgent;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * {@code ./dev bench audience}: whether a large audience of one publication gets all of it, and
 * what memory and CPU time the engine, with its usual number of loops, needs for that.
 */
final class AudienceBenchmark {
  private static final int BITRATE = 500_000;

  /** Two packets, 28 times a second and more. */
  private static final int PACKETS_PER_FRAME = 2;

  private AudienceBenchmark() {}

  /**
   * @param arguments viewers (2000), and seconds to measure for (30)
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int viewers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
    int packets = BITRATE / 8 / TestStream.PACKET_OCTETS + PACKETS_PER_FRAME;
    try (DtlsAgent dtls = DtlsAgent.create(16, Duration.ofSeconds(60));
        MediaLoop timing = MediaLoop.open("timing", TransportConfig.any(), dtls);
        MediaLoop viewing = MediaLoop.open("viewers", TransportConfig.any(), dtls);
        Engine engine =
            SwitchboardEngine.start(
                "switchboard", Runtime.getRuntime().availableProcessors(), true)) {
      Scheduling.first("timing");
      Scheduling.last("viewers");
      Load load =
          new Load(
              viewers,
              PACKETS_PER_FRAME,
              packets,
              SrtpProfile.AEAD_AES_128_GCM,
              Duration.ofSeconds(seconds));
      Measurement result = Measurement.of(engine, load, timing, viewing);
      System.out.printf(
          Locale.ROOT,
          """
          %d viewers of %d kbit/s for %d s: %d got nothing
          %.0f packets/s out, %.0f Mbit/s; lost %.5f %%, by the viewer who lost most %.4f %%
          %.2f us/packet; p50 %d us, p99 %d us
          heap after a collection and direct memory %d MiB, %d KiB/viewer; resident %d MiB
          """,
          viewers,
          packets * TestStream.PACKET_OCTETS * 8 / 1_000,
          seconds,
          result.viewersWithout(),
          result.packetsPerSecond(),
          result.packetsPerSecond() * TestStream.PACKET_OCTETS * 8 / 1e6,
          result.lost() * 100,
          result.worstLost() * 100,
          result.cpuMicros(),
          result.median(),
          result.p99(),
          result.usedBytes() >> 20,
          result.viewerBytes() >> 10,
          result.residentBytes() >> 20);
    }
  }
}
