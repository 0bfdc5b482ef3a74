package dev.switchboard.benchmarks;

import dev.switchboard.benchmarks.Measurement.Load;
import dev.switchboard.media.transport.MediaLoop;
import dev.switchboard.media.transport.TransportConfig;
import dev.switchboard.media.transport.dtls.DtlsAgent;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * {@code ./dev bench media}: CPU time per forwarded packet, latency and loss of our engine beside
 * Janus, each in a process of its own, on one client. Both run in turns, so that whatever else the
 * machine does hits both.
 */
final class MediaBenchmark {
  private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("seconds", 10));
  private static final int ROUNDS = Integer.getInteger("rounds", 3);

  /** For a JVM's compiler, which would otherwise run, and be counted, beside what it compiles. */
  private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warmup", 25));

  /** Packets per second that leave an engine, as far as its publication allows. */
  private static final int OUT = Integer.getInteger("out", 100_000);

  /** What is measured of all that can be. */
  private static final List<String> ENGINES =
      List.of(
          System.getProperty(
                  "engines", "switchboard;janus;switchboard, NIO;switchboard, all loops;AES-CM")
              .split(";"));

  private static final int PACKETS_PER_FRAME = 8;

  /** As many as the product has by default. */
  private static final int LOOPS = Runtime.getRuntime().availableProcessors();

  private final Path root;
  private final MediaLoop timing;
  private final MediaLoop viewing;

  private MediaBenchmark(Path root, MediaLoop timing, MediaLoop viewing) {
    this.root = root;
    this.timing = timing;
    this.viewing = viewing;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (DtlsAgent dtls = DtlsAgent.create(16, Duration.ofSeconds(20));
        MediaLoop timing = MediaLoop.open("timing", TransportConfig.any(), dtls);
        MediaLoop viewing = MediaLoop.open("viewers", TransportConfig.any(), dtls)) {
      Scheduling.first("timing");
      Scheduling.last("viewers");
      new MediaBenchmark(Path.of("").toAbsolutePath(), timing, viewing).run(arguments);
    }
  }

  private void run(String[] arguments) throws IOException, InterruptedException {
    List<Integer> viewers = new ArrayList<>();
    for (String argument : arguments.length == 0 ? new String[] {"1", "10", "50"} : arguments) {
      viewers.add(Integer.valueOf(argument));
    }
    Path sources = root.resolve("benchmarks/src/main/janus");
    Path work = root.resolve("benchmarks/target/janus");
    try (Engine ours = SwitchboardEngine.start("switchboard", 1, true);
        Engine spread = SwitchboardEngine.start("switchboard, all loops", LOOPS, true);
        Engine nio = SwitchboardEngine.start("switchboard, NIO", 1, false);
        Engine janus = JanusEngine.start("janus", sources, work, work.resolve("lib"), 1)) {
      List<Engine> engines = new ArrayList<>(List.of(ours, janus, nio, spread));
      engines.removeIf(engine -> !ENGINES.contains(engine.name()));
      boolean counterMode = ENGINES.contains("AES-CM");
      warmUp(engines, counterMode ? List.of(ours) : List.of(), Collections.max(viewers));
      for (int round = 1; round <= ROUNDS; round++) {
        for (int each : viewers) {
          for (Engine engine : engines) {
            report(round, engine, each, SrtpProfile.AEAD_AES_128_GCM);
          }
          if (counterMode) {
            report(round, ours, each, SrtpProfile.AES128_CM_HMAC_SHA1_80);
          }
        }
      }
    }
  }

  private void warmUp(List<Engine> engines, List<Engine> counterMode, int viewers)
      throws IOException, InterruptedException {
    for (Engine engine : engines) {
      measure(engine, viewers, SrtpProfile.AEAD_AES_128_GCM, WARM_UP);
    }
    for (Engine engine : counterMode) {
      measure(engine, viewers, SrtpProfile.AES128_CM_HMAC_SHA1_80, WARM_UP);
    }
  }

  private Measurement measure(Engine engine, int viewers, SrtpProfile profile, Duration duration)
      throws IOException, InterruptedException {
    int packets =
        Math.max(80, Math.min(2_000, OUT / viewers) / PACKETS_PER_FRAME * PACKETS_PER_FRAME);
    Load load = new Load(viewers, PACKETS_PER_FRAME, packets, profile, duration);
    return Measurement.of(engine, load, timing, viewing);
  }

  private void report(int round, Engine engine, int viewers, SrtpProfile profile)
      throws IOException, InterruptedException {
    Measurement result = measure(engine, viewers, profile, DURATION);
    String what = engine.name() + (profile == SrtpProfile.AEAD_AES_128_GCM ? "" : ", AES-CM");
    System.out.printf(
        Locale.ROOT,
        "round %d  1:%-5d %-22s %6.2f us/packet  %7.0f packets/s  lost %.4f %%  p50 %d us  p99 %d us  %d KiB/viewer%n",
        round,
        viewers,
        what,
        result.cpuMicros(),
        result.packetsPerSecond(),
        result.lost() * 100,
        result.median(),
        result.p99(),
        result.viewerBytes() / 1_024);
  }
}
