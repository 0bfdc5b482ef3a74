package dev.switchboard.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.recording.Probe;
import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.Softphones;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of softphones on a real server, and ffprobe's view of what was recorded. */
class RecordingCallTest {
  private static final int LIMIT_SECONDS = 30;

  @TempDir private Path folder;
  private final CompletableFuture<RecordingReport> ended = new CompletableFuture<>();
  private MediaServer server;
  private Softphones softphones;
  private CallMedia call;

  @BeforeEach
  void start() throws IOException {
    start(0);
  }

  private void start(long reserve) throws IOException {
    server =
        MediaServer.start(
            MediaConfig.defaults()
                .withAddresses(List.of(InetAddress.getLoopbackAddress()))
                .withPorts(0, 1)
                .withRecordingReserve(reserve),
            new MediaEvents() {
              @Override
              public void connected(String callId, String legId) {}

              @Override
              public void failed(String callId, String legId, String reason) {}

              @Override
              public void lost(String callId, String legId) {}

              @Override
              public void recovered(String callId, String legId) {}

              @Override
              public void renegotiate(String callId, String legId) {}

              @Override
              public void recorded(String callId, String recordingId, RecordingReport report) {
                assertThat(callId).isEqualTo("call");
                assertThat(recordingId).isEqualTo("one");
                assertThat(ended.complete(report)).as("told once").isTrue();
              }
            });
    softphones = Softphones.open(InetAddress.getLoopbackAddress());
    call = server.open("call");
  }

  @AfterEach
  void stop() {
    softphones.close();
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "VP8, video/webm",
    "VP9, video/webm",
    "AV1, video/webm",
    "H264, video/x-matroska",
  })
  @DisplayName("copies both sides of a call, in every codec, into files that players like")
  void copiesBothSides(String codec, String mediaType) throws Exception {
    Softphone alice = phone("alice", codec);
    Softphone bob = phone("bob", codec);
    awaits(() -> alice.statistics().videoReceived().frames() >= 5);
    record(Map.of("alice", "caller", "bob", "callee"));
    long frames = bob.statistics().videoSent().frames();
    awaits(() -> bob.statistics().videoSent().frames() >= frames + 60);
    call.stopRecording("one");
    RecordingReport report = ended.get(LIMIT_SECONDS, TimeUnit.SECONDS);

    assertThat(report.fault()).isEqualTo(RecordingFault.NONE);
    assertThat(report.files()).extracting(RecordedFile::track).containsOnly("caller", "callee");
    assertThat(report.files()).hasSize(2);
    for (RecordedFile file : report.files()) {
      assertThat(file.mediaType()).isEqualTo(mediaType);
      assertThat(file.audio() && file.video()).isTrue();
      Path path = folder.resolve("spool").resolve(file.name());
      assertThat(Files.size(path)).isEqualTo(file.bytes());
      Probe probe = Probe.of(path);
      assertThat(probe.warnings()).isEmpty();
      assertThat(probe.frames("video")).isBetween(50L, 75L);
      assertThat(probe.frames("audio")).isBetween(180L, 260L);
    }
  }

  private void record(Map<String, String> tracks) throws Exception {
    call.record(new RecordingPlan("one", folder.resolve("spool"), tracks, true))
        .toCompletableFuture()
        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private Softphone phone(String name, String codec) throws Exception {
    Softphone phone = softphones.add(SoftphoneConfig.named(name).withVideoCodecs(codec));
    String answer =
        call.answer(name, phone.offer()).toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    phone.accept(answer);
    return phone;
  }

  private static void awaits(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for %d s", LIMIT_SECONDS).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
