package dev.switchboard.benchmarks;

import dev.switchboard.media.sdp.BadSdpException;
import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.SoftphoneStatistics;
import dev.switchboard.media.softphone.Softphones;
import dev.switchboard.media.transport.MediaLoop;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Calls of two softphones each, which send sound and a picture both ways, and one stream beside
 * them that tells how long packets take.
 */
final class RecordedCalls implements AutoCloseable {
  /** A picture of about 1.3 Mbit/s: 7 times what the clip has. */
  private static final SoftphoneConfig.Encoding PICTURE = new SoftphoneConfig.Encoding("f", 7);

  private static final int FRAMES_PER_SECOND = 30;
  private static final List<String> LEGS = List.of("caller", "callee");

  /** Of the stream that tells the time. */
  private static final int TIMED_PACKETS_PER_FRAME = 2;

  private static final int TIMED_PACKETS = 60;

  /** Until files and streams have begun. */
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private static final long CONNECT_SECONDS = 60;

  private final SwitchboardEngine engine;
  private final Softphones client;
  private final Path folder;
  private final List<Softphone> phones = new ArrayList<>();
  private final int calls;
  private final Peer publisher;
  private final Peer viewer;
  private final TestStream timed;

  /**
   * What the engine used for each packet that it forwarded.
   *
   * @param cpuMicros its whole process
   * @param loopMicros the threads on which packets are forwarded
   * @param recorderMicros the threads that write files
   * @param packets that were forwarded
   * @param median time from a sender to a receiver, microseconds
   * @param p99 likewise
   * @param dropped packets that the recorder had no room for
   * @param bytes of all files
   */
  record Figures(
      double cpuMicros,
      double loopMicros,
      double recorderMicros,
      long packets,
      double packetsPerSecond,
      long median,
      long p99,
      long dropped,
      long bytes,
      int files) {}

  private RecordedCalls(SwitchboardEngine engine, int calls, MediaLoop timing, Path folder)
      throws IOException {
    this.engine = engine;
    this.calls = calls;
    this.folder = folder;
    this.client = Softphones.open(InetAddress.getLoopbackAddress());
    this.publisher = Peer.publisher(timing, SrtpProfile.AEAD_AES_128_GCM);
    this.viewer = Peer.viewer(timing, 1_000, SrtpProfile.AEAD_AES_128_GCM, true);
    engine.publish(publisher);
    engine.view(viewer);
    await(publisher.connected());
    await(viewer.connected());
    this.timed = TestStream.start(publisher, TIMED_PACKETS_PER_FRAME, TIMED_PACKETS);
  }

  /**
   * Brings all of them up.
   *
   * @param timing the loop of the stream that tells the time
   * @param folder for the recordings; what is in it goes
   */
  static RecordedCalls connect(SwitchboardEngine engine, int calls, MediaLoop timing, Path folder)
      throws IOException {
    RecordedCalls all = new RecordedCalls(engine, calls, timing, folder);
    all.delete();
    for (int i = 0; i < calls; i++) {
      for (String leg : LEGS) {
        all.join(name(i), leg);
      }
    }
    return all;
  }

  private void join(String call, String leg) throws IOException {
    Softphone phone =
        client.add(
            SoftphoneConfig.named(leg)
                .withEncodings(PICTURE)
                .withFramesPerSecond(FRAMES_PER_SECOND));
    try {
      phone.accept(engine.answer(call, leg, phone.offer()));
    } catch (BadSdpException e) {
      throw new IOException(e);
    }
    await(phone.connected().toCompletableFuture());
    phones.add(phone);
  }

  private static void await(Future<?> future) throws IOException {
    try {
      future.get(CONNECT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("a device did not connect", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Measures for a while.
   *
   * @param recorded whether all calls but the one that tells the time are recorded meanwhile
   */
  Figures measure(boolean recorded, Duration duration) throws IOException, InterruptedException {
    long droppedBefore = dropped();
    if (recorded) {
      record();
    }
    Thread.sleep(SETTLE.toMillis());
    viewer.restartCounting();
    long received = received();
    Used before = Used.by(engine.pid());
    long began = System.nanoTime();
    Thread.sleep(duration.toMillis());
    Used used = Used.by(engine.pid()).since(before);
    double seconds = (System.nanoTime() - began) / 1e9;
    Arrivals.Figures arrivals = viewer.figures();
    long packets = received() - received + arrivals.packets();
    if (recorded) {
      stopRecording();
    }
    Figures figures =
        figures(
            used, packets, seconds, arrivals.latencies().orElseThrow(), dropped() - droppedBefore);
    delete();
    return figures;
  }

  private Figures figures(
      Used used, long packets, double seconds, Histogram latencies, long dropped)
      throws IOException {
    List<Path> files = files();
    return new Figures(
        used.all / 1e3 / packets,
        used.loops / 1e3 / packets,
        used.recorder / 1e3 / packets,
        packets,
        packets / seconds,
        latencies.getValueAtPercentile(50),
        latencies.getValueAtPercentile(99),
        dropped,
        bytes(files),
        files.size());
  }

  private void record() throws IOException {
    for (int i = 0; i < calls; i++) {
      engine.record(name(i), LEGS, folder.resolve(name(i)));
    }
  }

  private void stopRecording() throws IOException {
    for (int i = 0; i < calls; i++) {
      engine.stopRecording(name(i));
    }
  }

  private static String name(int call) {
    return "recorded-" + call;
  }

  /** CPU time, ns. */
  private record Used(long all, long loops, long recorder) {
    static Used by(long pid) throws IOException {
      return new Used(
          ProcessFigures.of(pid).cpuNanos(),
          ProcessFigures.cpuNanosOfThreads(pid, "media-"),
          ProcessFigures.cpuNanosOfThreads(pid, "recorder-"));
    }

    Used since(Used before) {
      return new Used(all - before.all, loops - before.loops, recorder - before.recorder);
    }
  }

  private long dropped() throws IOException {
    return engine.counters().getOrDefault("drop.recorder-busy", 0L);
  }

  private long received() {
    long packets = 0;
    for (Softphone phone : phones) {
      SoftphoneStatistics statistics = phone.statistics();
      packets += statistics.audioReceived().packets() + statistics.videoReceived().packets();
    }
    return packets;
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().endsWith(".webm")).toList();
    }
  }

  private static long bytes(List<Path> files) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private void delete() throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Override
  public void close() {
    timed.close();
    publisher.close();
    viewer.close();
    client.close();
  }
}
