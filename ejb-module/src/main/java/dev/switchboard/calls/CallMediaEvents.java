package dev.switchboard.calls;

import dev.switchboard.media.MediaEvents;
import dev.switchboard.media.RecordingReport;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the media engine's events off its loops: each one becomes a transaction on a thread of the
 * server's executor. A loop is no thread of the server's, so the application's context is captured
 * once, when this bean is made.
 */
@ApplicationScoped
public class CallMediaEvents implements MediaEvents {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.calls");

  /** How long nothing has come when the engine says that media is lost; see {@link #lost}. */
  private static final Duration LOST_AFTER = Duration.ofSeconds(5);

  private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

  /** Longer than a database is away when it restarts. */
  private static final int ATTEMPTS = 30;

  private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  /** The end of the queue of each call that has one. */
  private final Map<String, CompletableFuture<Void>> queues = new ConcurrentHashMap<>();

  @Resource private ManagedExecutorService executor;
  @Resource private ContextService contexts;
  @Inject private CallMediaChanges changes;
  @Inject private Clock clock;
  private Consumer<Runnable> inContext;

  @PostConstruct
  void captureContext() {
    inContext = contexts.contextualConsumer(Runnable::run);
  }

  @Override
  public void connected(String callId, String legId) {
    handOver(callId, legId, "up", changes::up);
  }

  @Override
  public void failed(String callId, String legId, String reason) {
    handOver(
        callId,
        legId,
        "failed: " + reason,
        (call, leg) -> changes.lost(call, leg, clock.instant()));
  }

  @Override
  public void lost(String callId, String legId) {
    handOver(
        callId,
        legId,
        "lost",
        (call, leg) -> changes.lost(call, leg, clock.instant().minus(LOST_AFTER)));
  }

  @Override
  public void recovered(String callId, String legId) {
    handOver(callId, legId, "up again", changes::up);
  }

  @Override
  public void renegotiate(String callId, String legId) {
    handOver(callId, legId, "to be offered again", changes::renegotiate);
  }

  @Override
  public void slots(String callId, String legId, List<@Nullable String> legIds) {
    List<Optional<LegId>> occupants =
        legIds.stream().map(id -> Optional.ofNullable(id).map(LegId::new)).toList();
    handOver(
        callId,
        () -> {
          LOG.info("call={} leg={} hears and sees {}", callId, legId, legIds);
          changes.slots(new CallId(callId), new LegId(legId), occupants);
        });
  }

  @Override
  public void recorded(String callId, String recordingId, RecordingReport report) {
    handOver(
        callId,
        () -> {
          LOG.info("call={} recording={} is complete: {}", callId, recordingId, report);
          changes.recorded(new CallRecorded(new CallId(callId), recordingId, report));
        });
  }

  private interface Change {
    void apply(CallId call, LegId leg);
  }

  private void handOver(String callId, String legId, String what, Change change) {
    handOver(
        callId,
        () -> {
          LOG.info("call={} leg={} media is {}", callId, legId, what);
          change.apply(new CallId(callId), new LegId(legId));
        });
  }

  /** The events of a call one after the other: "lost" must not overtake "up again". */
  private void handOver(String callId, Runnable work) {
    CompletableFuture<Void> done =
        queues.compute(
            callId,
            (id, before) ->
                (before == null ? NOTHING : before)
                    .handle((x, problem) -> x)
                    .thenCompose(x -> attempt(callId, work, 1)));
    done.whenComplete((x, problem) -> queues.remove(callId, done));
  }

  /**
   * Stores a change, and tries again in a second if that fails: the engine says it once only.
   * Completes in any case.
   */
  private CompletableFuture<Void> attempt(String callId, Runnable work, int count) {
    return CompletableFuture.runAsync(() -> inContext.accept(work), executor)
        .handle((x, problem) -> Optional.ofNullable(problem))
        .thenCompose(
            problem -> {
              if (problem.isEmpty()) {
                return NOTHING;
              }
              LOG.error(
                  "call={} media change was not stored, attempt {}", callId, count, problem.get());
              return count == ATTEMPTS
                  ? NOTHING
                  : CompletableFuture.runAsync(() -> {}, LATER)
                      .thenCompose(x -> attempt(callId, work, count + 1));
            });
  }
}
