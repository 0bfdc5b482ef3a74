package dev.switchboard.benchmarks;

import dev.switchboard.media.transport.MediaLoop;
import dev.switchboard.media.transport.TransportConfig;
import dev.switchboard.media.transport.dtls.DtlsAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * {@code ./dev bench recording}: what recording costs beside forwarding. The same calls are
 * recorded and not recorded in turns, so that whatever else the machine does hits both. Ends with
 * exit code 1 if the recorder dropped anything.
 */
final class RecordingBenchmark {
  /** For a JVM's compiler, which takes its time with what is done only now and then. */
  private static final Duration WARM_UP = Duration.ofSeconds(75);

  private final RecordedCalls calls;
  private final Duration duration;

  private RecordingBenchmark(RecordedCalls calls, Duration duration) {
    this.calls = calls;
    this.duration = duration;
  }

  /**
   * @param arguments calls (20), seconds to measure for each time (20), and rounds (5)
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    Path folder = Path.of("benchmarks/target/recording").toAbsolutePath();
    long dropped;
    try (DtlsAgent dtls = DtlsAgent.create(4, Duration.ofSeconds(20));
        MediaLoop timing = MediaLoop.open("timing", TransportConfig.any(), dtls);
        SwitchboardEngine engine =
            SwitchboardEngine.start(
                "switchboard", Runtime.getRuntime().availableProcessors(), true);
        RecordedCalls all = RecordedCalls.connect(engine, calls, timing, folder)) {
      Scheduling.first("timing");
      dropped = new RecordingBenchmark(all, Duration.ofSeconds(seconds)).run(rounds);
    }
    if (dropped > 0) {
      System.err.printf("The recorder has dropped %d packets, and should drop none.%n", dropped);
      System.exit(1);
    }
  }

  /** Returns how many packets the recorder has dropped. */
  private long run(int rounds) throws IOException, InterruptedException {
    long dropped = calls.measure(true, WARM_UP).dropped();
    for (int round = 1; round <= rounds; round++) {
      boolean recordedFirst = round % 2 == 0;
      RecordedCalls.Figures first = calls.measure(recordedFirst, duration);
      RecordedCalls.Figures second = calls.measure(!recordedFirst, duration);
      report(round, recordedFirst ? second : first, recordedFirst ? first : second);
      dropped += first.dropped() + second.dropped();
    }
    return dropped;
  }

  private static void report(
      int round, RecordedCalls.Figures alone, RecordedCalls.Figures recorded) {
    report(round, "forwarding alone", alone);
    report(round, "and recording", recorded);
    System.out.printf(
        Locale.ROOT,
        "round %d  recording: %.3f of forwarding alone, on the loops %.3f; %d packets dropped of %d, %.1f MiB in %d files%n",
        round,
        recorded.cpuMicros() / alone.cpuMicros() - 1,
        recorded.loopMicros() / alone.loopMicros() - 1,
        recorded.dropped(),
        recorded.packets(),
        recorded.bytes() / 1_048_576.0,
        recorded.files());
  }

  private static void report(int round, String what, RecordedCalls.Figures figures) {
    System.out.printf(
        Locale.ROOT,
        "round %d  %-16s %6.2f us/packet: loops %.2f, recorder %.2f  %6.0f packets/s  p50 %d us  p99 %d us%n",
        round,
        what,
        figures.cpuMicros(),
        figures.loopMicros(),
        figures.recorderMicros(),
        figures.packetsPerSecond(),
        figures.median(),
        figures.p99());
  }
}
