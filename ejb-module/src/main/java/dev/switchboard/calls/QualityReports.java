package dev.switchboard.calls;

import dev.switchboard.media.LegQuality;
import dev.switchboard.signalling.ServerMessage;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the media engine every two seconds how each call is doing, and says so: to each terminal of
 * this node (straight, since the figures are worth nothing later and not a transaction each), to
 * the meters, and, as samples, to the record of the call. A node that is killed loses the sample
 * that it was making; a call that ends, what came after its last reading.
 */
@Singleton
@Startup
@DependsOn("MediaEngine")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class QualityReports {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.calls");

  /** For all calls together; a loop that is busier has better things to do. */
  private static final long PATIENCE_NANOS = 1_000_000_000L;

  /** Calls whose samples are stored in one transaction. */
  private static final int BATCH = 50;

  @Inject private MediaEngine media;
  @Inject private LocalTerminals terminals;
  @Inject private QualityMeters meters;
  @Inject private QualityRecords records;
  @Inject private Clock clock;

  private final AtomicBoolean reporting = new AtomicBoolean();

  /** Of the calls that are here; used by one round after the other. */
  private final Map<CallId, CallSampling> samplings = new HashMap<>();

  /** Never twice at once. */
  @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
  void report() {
    if (!reporting.compareAndSet(false, true)) {
      return;
    }
    try {
      Map<CallId, List<LegQuality>> readings = read();
      Instant now = clock.instant();
      readings.forEach((call, legs) -> report(call, legs, now));
      store(samples(now));
    } finally {
      reporting.set(false);
    }
  }

  private Map<CallId, List<LegQuality>> read() {
    Map<CallId, CompletableFuture<List<LegQuality>>> asked = new LinkedHashMap<>();
    for (CallId call : media.calls()) {
      asked.put(call, media.quality(call).toCompletableFuture());
    }
    long end = System.nanoTime() + PATIENCE_NANOS;
    Map<CallId, List<LegQuality>> readings = new LinkedHashMap<>();
    for (Map.Entry<CallId, CompletableFuture<List<LegQuality>>> reading : asked.entrySet()) {
      try {
        long left = Math.max(0, end - System.nanoTime());
        readings.put(reading.getKey(), reading.getValue().get(left, TimeUnit.NANOSECONDS));
      } catch (ExecutionException | TimeoutException e) {
        LOG.debug("call={} tells nothing of its quality", reading.getKey(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Map.of();
      }
    }
    return readings;
  }

  private void report(CallId call, List<LegQuality> legs, Instant now) {
    for (LegQuality leg : legs) {
      tell(call, leg);
      meters.record(leg);
    }
    samplings.computeIfAbsent(call, x -> new CallSampling(call, now)).add(legs, now);
  }

  /** The samples that are due, and those of calls that have ended. */
  private List<CallSample> samples(Instant now) {
    List<CallSample> due = new ArrayList<>();
    Set<CallId> live = media.calls();
    Iterator<Map.Entry<CallId, CallSampling>> each = samplings.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<CallId, CallSampling> sampling = each.next();
      boolean over = !live.contains(sampling.getKey());
      if (over || sampling.getValue().isDue(now)) {
        sampling.getValue().take(now).ifPresent(due::add);
      }
      if (over) {
        each.remove();
      }
    }
    return due;
  }

  private void store(List<CallSample> samples) {
    for (int i = 0; i < samples.size(); i += BATCH) {
      try {
        records.publish(samples.subList(i, Math.min(samples.size(), i + BATCH)));
      } catch (RuntimeException e) {
        LOG.error("Samples of quality were not stored, and are lost", e);
      }
    }
  }

  private void tell(CallId call, LegQuality quality) {
    media
        .device(call, new LegId(quality.legId()))
        .ifPresent(
            device ->
                terminals.deliver(
                    device,
                    new ServerMessage.MediaQuality(
                        0, call.value(), figures(quality.up()), figures(quality.down()))));
  }

  private static ServerMessage.Quality figures(LegQuality.Flow flow) {
    return new ServerMessage.Quality(
        flow.bitrate(),
        flow.loss(),
        flow.unrecovered(),
        flow.jitter(),
        positive(flow.roundTrip()),
        flow.audioLevel(),
        flow.framesPerSecond(),
        flow.freezes(),
        flow.frozenMillis(),
        positive(flow.meanOpinionScore()),
        flow.codec().isEmpty() ? null : flow.codec(),
        flow.resting() ? true : null);
  }

  /** What the engine calls 0, because it doesn't know it. */
  private static @Nullable Double positive(double value) {
    return value > 0 ? value : null;
  }
}
