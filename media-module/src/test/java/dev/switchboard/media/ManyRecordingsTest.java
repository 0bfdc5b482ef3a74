package dev.switchboard.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.recording.Probe;
import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.Softphones;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Recordings of many calls at once")
class ManyRecordingsTest {
  private static final int CALLS = 20;
  private static final int SECONDS = Soak.IS_ON ? 60 : 5;
  private static final int FRAMES_PER_SECOND = Soak.IS_ON ? 30 : 15;

  /** A picture of about 1.3 Mbit/s at 30 frames/s; 7 times what it is by default. */
  private static final SoftphoneConfig.Encoding LARGE = new SoftphoneConfig.Encoding("f", 7);

  private static final int LIMIT_SECONDS = 60;
  private static final long PAUSE_NANOS = 10_000_000;
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** To see and hear all of them would take a minute. */
  private static final List<String> LOOKED_AT = List.of("call0", "call10", "call19");

  @TempDir private Path folder;
  private final Map<String, RecordingReport> ended = new ConcurrentHashMap<>();

  @Test
  @DisplayName("are whole on both sides, and the recorder drops no packet")
  void areWhole() throws Exception {
    MediaConfig config =
        MediaConfig.defaults()
            .withAddresses(List.of(LOOPBACK))
            .withPorts(0, 2)
            .withRecordingReserve(0);
    try (MediaServer server = MediaServer.start(config, new Ends());
        Softphones softphones = Softphones.open(LOOPBACK)) {
      List<Softphone> phones = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        CallMedia call = server.open("call" + i);
        phones.add(join(call, softphones, "caller"));
        phones.add(join(call, softphones, "callee"));
      }
      for (Softphone phone : phones) {
        awaits(() -> phone.statistics().videoReceived().frames() >= 5);
      }
      for (int i = 0; i < CALLS; i++) {
        server.find("call" + i).orElseThrow().record(plan("call" + i));
      }
      awaits(() -> server.counters().get("recordings") == CALLS);
      Softphone last = phones.get(phones.size() - 1);
      long frames = last.statistics().videoReceived().frames();
      awaits(
          () -> last.statistics().videoReceived().frames() >= frames + SECONDS * FRAMES_PER_SECOND);
      for (int i = 0; i < CALLS; i++) {
        server.find("call" + i).orElseThrow().stopRecording("call" + i);
      }
      awaits(() -> ended.size() == CALLS);
      assertThat(server.counters()).containsEntry("drop.recorder-busy", 0L);
    }
    for (Map.Entry<String, RecordingReport> each : ended.entrySet()) {
      assertIsWhole(each.getKey(), each.getValue());
    }
  }

  private final class Ends extends Unheard {
    @Override
    public void recorded(String callId, String recordingId, RecordingReport report) {
      ended.put(recordingId, report);
    }
  }

  private RecordingPlan plan(String call) {
    Map<String, String> tracks = Map.of("caller", "caller", "callee", "callee");
    return new RecordingPlan(call, folder.resolve(call), tracks, true);
  }

  private static Softphone join(CallMedia call, Softphones softphones, String leg)
      throws Exception {
    SoftphoneConfig config = SoftphoneConfig.named(leg).withFramesPerSecond(FRAMES_PER_SECOND);
    Softphone phone = softphones.add(Soak.IS_ON ? config.withEncodings(LARGE) : config);
    phone.accept(
        call.answer(leg, phone.offer()).toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS));
    return phone;
  }

  private void assertIsWhole(String call, RecordingReport report) throws Exception {
    assertThat(report.fault()).isEqualTo(RecordingFault.NONE);
    assertThat(report.files())
        .extracting(RecordedFile::name)
        .containsExactlyInAnyOrder("caller-1.webm", "callee-1.webm");
    // Nothing is left to be done: every cluster is there, and the index.
    assertThat(MediaServer.completeRecording(folder.resolve(call))).isEqualTo(report);
    for (RecordedFile file : report.files()) {
      Path path = folder.resolve(call).resolve(file.name());
      assertThat(Files.size(path)).isEqualTo(file.bytes());
      assertThat(file.audio() && file.video()).isTrue();
      assertThat(file.length()).isGreaterThan(Duration.ofSeconds(SECONDS - 1));
      if (LOOKED_AT.contains(call)) {
        Probe probe = Probe.of(path);
        assertThat(probe.warnings()).isEmpty();
        // The picture begins with the key frame that was asked for.
        assertThat(probe.frames("video")).isGreaterThan((SECONDS - 2) * FRAMES_PER_SECOND);
        assertThat(probe.frames("audio")).isGreaterThan((SECONDS - 1) * 50);
      }
    }
  }

  private static void awaits(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS + LIMIT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for %d s", SECONDS + LIMIT_SECONDS).isLessThan(end);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
