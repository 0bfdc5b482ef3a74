package dev.switchboard.benchmarks;

import dev.switchboard.media.transport.Cancellable;
import dev.switchboard.media.transport.MediaLoop;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * One transmission through one engine, measured for a while.
 *
 * @param cpuMicros the engine's CPU time per packet that a viewer got
 * @param lost share of packets that viewers did not get, 0 to 1
 * @param median time from the publisher to a viewer, microseconds
 * @param p99 likewise
 * @param viewersWithout viewers that got nothing
 * @param worstLost share of packets that the viewer with the most losses did not get
 * @param viewerBytes memory that the engine holds for each viewer
 * @param usedBytes heap in use after a collection, and direct memory
 * @param residentBytes memory of the engine's process
 */
record Measurement(
    double cpuMicros,
    double packetsPerSecond,
    double lost,
    long median,
    long p99,
    int viewersWithout,
    double worstLost,
    long viewerBytes,
    long usedBytes,
    long residentBytes) {

  /**
   * What to measure.
   *
   * @param packetsPerFrame of the publication, one burst
   * @param packetsPerSecond of the publication
   */
  record Load(
      int viewers,
      int packetsPerFrame,
      int packetsPerSecond,
      SrtpProfile profile,
      Duration duration) {}

  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final long CONNECT_SECONDS = 120;
  private static final int AT_ONCE = 16;

  /**
   * The publisher and three of the viewers, the first to join, the last and one between, have a
   * loop for themselves: they tell the time that packets take, which must not be that of a client
   * busy with all the others.
   *
   * @param timing the loop of the publisher and of those three
   * @param viewing the loop of all other viewers
   */
  static Measurement of(Engine engine, Load load, MediaLoop timing, MediaLoop viewing)
      throws IOException, InterruptedException {
    List<Peer> viewers = new ArrayList<>();
    try (Peer publisher = Peer.publisher(timing, load.profile())) {
      engine.publish(publisher);
      await(publisher);
      long before = engine.memory();
      connect(engine, load, timing, viewing, viewers);
      Cancellable reports =
          viewing.every(Duration.ofSeconds(1), () -> viewers.forEach(Peer::report));
      try (TestStream stream =
          TestStream.start(publisher, load.packetsPerFrame(), load.packetsPerSecond())) {
        Thread.sleep(WARM_UP.toMillis());
        return measure(engine, load, viewers, before);
      } finally {
        reports.cancel();
      }
    } finally {
      engine.end();
      viewers.forEach(Peer::close);
    }
  }

  private static void connect(
      Engine engine, Load load, MediaLoop timing, MediaLoop viewing, List<Peer> viewers)
      throws IOException {
    Set<Integer> timed = Set.copyOf(List.of(0, load.viewers() / 2, load.viewers() - 1));
    for (int i = 0; i < load.viewers(); i++) {
      MediaLoop loop = timed.contains(i) ? timing : viewing;
      Peer viewer = Peer.viewer(loop, 1_000 + i, load.profile(), timed.contains(i));
      viewers.add(viewer);
      engine.view(viewer);
      if (i >= AT_ONCE) {
        await(viewers.get(i - AT_ONCE));
      }
    }
    for (Peer viewer : viewers) {
      await(viewer);
    }
  }

  private static void await(Peer peer) throws IOException {
    try {
      peer.connected().get(CONNECT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("a peer did not connect", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Measurement measure(
      Engine engine, Load load, List<Peer> viewers, long memoryBefore)
      throws IOException, InterruptedException {
    viewers.forEach(Peer::restartCounting);
    long cpu = ProcessFigures.of(engine.pid()).cpuNanos();
    long began = System.nanoTime();
    Thread.sleep(load.duration().toMillis());
    long used = ProcessFigures.of(engine.pid()).cpuNanos() - cpu;
    double seconds = (System.nanoTime() - began) / 1e9;
    long resident = ProcessFigures.of(engine.pid()).residentBytes();
    long memory = engine.memory();
    Histogram latencies = new Histogram(Arrivals.LONGEST_MICROS, 3);
    long packets = 0;
    long lost = 0;
    int without = 0;
    double worst = 0;
    for (Peer viewer : viewers) {
      Arrivals.Figures figures = viewer.figures();
      packets += figures.packets();
      lost += figures.lost();
      without += figures.packets() == 0 ? 1 : 0;
      worst = Math.max(worst, share(figures.lost(), figures.packets()));
      figures.latencies().ifPresent(latencies::add);
    }
    return new Measurement(
        used / 1e3 / Math.max(1, packets),
        packets / seconds,
        share(lost, packets),
        latencies.getValueAtPercentile(50),
        latencies.getValueAtPercentile(99),
        without,
        worst,
        (memory - memoryBefore) / viewers.size(),
        memory,
        resident);
  }

  private static double share(long lost, long packets) {
    return (double) lost / Math.max(1, lost + packets);
  }
}
