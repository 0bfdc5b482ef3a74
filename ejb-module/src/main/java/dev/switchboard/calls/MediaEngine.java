package dev.switchboard.calls;

import dev.switchboard.Secrets;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.media.CallMedia;
import dev.switchboard.media.LegQuality;
import dev.switchboard.media.MediaConfig;
import dev.switchboard.media.MediaServer;
import dev.switchboard.media.RecordingPlan;
import dev.switchboard.signalling.ErrorCode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * This node's media engine, from the server's start to its end, and the media of the calls that it
 * holds. It knows no state of a call: who may do what has been decided before.
 */
@Singleton
@Startup
// Which checks the settings, and says what is wrong with them.
@DependsOn("Schema")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class MediaEngine {
  private final Map<CallId, OpenCall> open = new ConcurrentHashMap<>();

  @Inject private CallMediaEvents events;
  @Inject private MediaConfig config;
  @Inject private MeterRegistry meters;
  private MediaServer server;

  /** The media of a call, where the legs are that have offered, and what they have muted. */
  private record OpenCall(CallMedia media, Map<LegId, DeviceId> devices, Map<LegId, Muted> muted) {}

  protected MediaEngine() {}

  MediaEngine(CallMediaEvents events, MediaConfig config, MeterRegistry meters) {
    this.events = events;
    this.config = config;
    this.meters = meters;
  }

  @PostConstruct
  void start() {
    try {
      server = MediaServer.start(config, events);
    } catch (IOException e) {
      throw new UncheckedIOException("The media engine can't start: " + e.getMessage(), e);
    }
    for (String counter : server.counters().keySet()) {
      FunctionCounter.builder("switchboard.media", server, now -> value(now, counter))
          .tag("counter", counter)
          .description("What the media engine has counted since its start")
          .register(meters);
    }
  }

  @PreDestroy
  void stop() {
    server.close();
    open.clear();
  }

  /**
   * Answers a leg's offer; the first one opens the call's media. The stage completes on the call's
   * loop, so that what depends on it must not block; it fails with {@link
   * dev.switchboard.media.SdpException} for an offer that can't be answered, and with {@link
   * Refused} if the call has ended meanwhile.
   */
  public CompletionStage<String> answer(CallId call, LegId leg, DeviceId device, String offer) {
    OpenCall media;
    try {
      media = open.computeIfAbsent(call, this::openCall);
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
    media.devices().put(leg, device);
    return media
        .media()
        .answer(leg.value(), offer)
        .exceptionallyCompose(
            problem ->
                CompletableFuture.failedFuture(
                    open.get(call) == media ? problem : new Refused(ErrorCode.CALL_OVER)));
  }

  /** Ends the media of a call, if it is here. */
  public void close(CallId call) {
    OpenCall media = open.remove(call);
    if (media != null) {
      media.media().close();
    }
  }

  /** Takes a leg out of the media of its call, if that is here. */
  public void release(CallId call, LegId leg) {
    OpenCall media = open.get(call);
    if (media != null) {
      media.devices().remove(leg);
      media.muted().remove(leg);
      media.media().release(leg.value());
    }
  }

  /**
   * Begins to copy a call. The stage completes when the copying has begun; it fails with {@link
   * IOException}, or {@link IllegalStateException} if the call's media is not here.
   */
  public CompletionStage<Void> record(CallId call, RecordingPlan plan) {
    OpenCall media = open.get(call);
    return media == null
        ? CompletableFuture.failedFuture(new IllegalStateException("No media of call " + call))
        : media.media().record(plan);
  }

  /**
   * Has a leg go into a track of a recording instead of the one before; nothing if it does so, or
   * the recording is not here.
   */
  public void recordLeg(CallId call, String recording, LegId leg, String track) {
    OpenCall media = open.get(call);
    if (media != null) {
      media.media().recordLeg(recording, leg.value(), track);
    }
  }

  /** Ends a recording of a call, if it is here; {@link CallRecorded} follows. */
  public void stopRecording(CallId call, String recording) {
    OpenCall media = open.get(call);
    if (media != null) {
      media.media().stopRecording(recording);
    }
  }

  /** The calls whose media is here. */
  public Set<CallId> calls() {
    return Set.copyOf(open.keySet());
  }

  /** The device of a leg that has offered. */
  public Optional<DeviceId> device(CallId call, LegId leg) {
    return Optional.ofNullable(open.get(call)).map(media -> media.devices().get(leg));
  }

  /**
   * Keeps what a leg has muted, for those who come later; nothing if its call's media is not here.
   */
  public void mute(CallId call, LegId leg, Muted muted) {
    Optional.ofNullable(open.get(call)).ifPresent(media -> media.muted().put(leg, muted));
  }

  /** What a leg has said last that it has muted. */
  public Optional<Muted> muted(CallId call, LegId leg) {
    return Optional.ofNullable(open.get(call)).map(media -> media.muted().get(leg));
  }

  /** The quality of each leg of a call since the last time; completes on the call's loop. */
  public CompletionStage<List<LegQuality>> quality(CallId call) {
    OpenCall media = open.get(call);
    return media == null ? CompletableFuture.completedFuture(List.of()) : media.media().quality();
  }

  /**
   * Opens the media of a call, has its loop do something, and closes it again.
   *
   * @throws IllegalStateException if there is no room for another call
   * @throws TimeoutException if the loop does not answer within a second
   */
  public void tryOut() throws ExecutionException, InterruptedException, TimeoutException {
    CallMedia media = server.open("trial-" + Secrets.id());
    try {
      media.quality().toCompletableFuture().get(1, TimeUnit.SECONDS);
    } finally {
      media.close();
    }
  }

  private OpenCall openCall(CallId call) {
    return new OpenCall(
        server.open(call.value()), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  }

  private static double value(MediaServer server, String counter) {
    return server.counters().getOrDefault(counter, 0L);
  }
}
