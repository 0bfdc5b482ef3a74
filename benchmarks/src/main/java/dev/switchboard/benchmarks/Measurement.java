package dev.switchboard.benchmarks;

import dev.switchboard.media.transport.Cancellable;
import dev.switchboard.media.transport.MediaLoop;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * @param viewerBytes memory that the engine holds for each viewer
 */
record Measurement(
    double cpuMicros,
    double packetsPerSecond,
    double lost,
    long median,
    long p99,
    long viewerBytes) {

  /**
   * What to measure.
   *
   * @param packetsPerSecond of the publication
   */
  record Load(int viewers, int packetsPerSecond, SrtpProfile profile, Duration duration) {}

  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final long CONNECT_SECONDS = 120;
  private static final int AT_ONCE = 16;

  /**
   * @param publishing the loop of the publisher
   * @param viewing the loop of the viewers, whose time is the same clock's
   */
  static Measurement of(Engine engine, Load load, MediaLoop publishing, MediaLoop viewing)
      throws IOException, InterruptedException {
    List<Peer> viewers = new ArrayList<>();
    try (Peer publisher = Peer.publisher(publishing, load.profile())) {
      engine.publish(publisher);
      await(publisher);
      long before = engine.memory();
      connect(engine, load, viewing, viewers);
      Cancellable reports =
          viewing.every(Duration.ofSeconds(1), () -> viewers.forEach(Peer::report));
      try (TestStream stream = TestStream.start(publisher, load.packetsPerSecond())) {
        Thread.sleep(WARM_UP.toMillis());
        return measure(engine, load, viewing, viewers, before);
      } finally {
        reports.cancel();
      }
    } finally {
      engine.end();
      viewers.forEach(Peer::close);
    }
  }

  private static void connect(Engine engine, Load load, MediaLoop viewing, List<Peer> viewers)
      throws IOException {
    for (int i = 0; i < load.viewers(); i++) {
      Peer viewer = Peer.viewer(viewing, 1_000 + i, load.profile());
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
      Engine engine, Load load, MediaLoop viewing, List<Peer> viewers, long memoryBefore)
      throws IOException, InterruptedException {
    Histogram latencies = new Histogram(10_000_000L, 3);
    Loops.call(
        viewing,
        () -> {
          viewers.forEach(viewer -> viewer.arrivals().restart(latencies));
          return true;
        });
    long cpu = ProcessFigures.of(engine.pid()).cpuNanos();
    long began = System.nanoTime();
    Thread.sleep(load.duration().toMillis());
    long used = ProcessFigures.of(engine.pid()).cpuNanos() - cpu;
    double seconds = (System.nanoTime() - began) / 1e9;
    long memory = engine.memory() - memoryBefore;
    return Loops.call(
        viewing,
        () -> {
          long packets = viewers.stream().mapToLong(each -> each.arrivals().packets()).sum();
          long lost = viewers.stream().mapToLong(each -> each.arrivals().lost()).sum();
          return new Measurement(
              used / 1e3 / Math.max(1, packets),
              packets / seconds,
              (double) lost / Math.max(1, lost + packets),
              latencies.getValueAtPercentile(50),
              latencies.getValueAtPercentile(99),
              memory / viewers.size());
        });
  }
}
