package dev.switchboard.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.switchboard.media.recording.Probe;
import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.Softphones;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
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
            new Unheard() {
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
    record(Map.of("alice", "caller", "bob", "callee"), true);
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
      Path path = spool().resolve(file.name());
      assertThat(Files.size(path)).isEqualTo(file.bytes());
      Probe probe = Probe.of(path);
      assertThat(probe.warnings()).isEmpty();
      assertThat(probe.frames("video")).isGreaterThan(50);
      assertThat(probe.frames("audio")).isGreaterThan(180);
    }
  }

  @Test
  @DisplayName("copies sound only when that is asked, and nothing of legs that are not named")
  void copiesSoundOnly() throws Exception {
    Softphone alice = phone("alice", "VP8");
    Softphone bob = phone("bob", "VP8");
    record(Map.of("bob", "callee"), false);
    awaits(() -> alice.statistics().audioReceived().packets() >= 100);
    bob.mute(true, false);
    call.stopRecording("one");
    RecordingReport report = ended.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertThat(report.files()).hasSize(1);
    RecordedFile file = report.files().get(0);
    assertThat(file.name()).isEqualTo("callee-1.webm");
    assertThat(file.mediaType()).isEqualTo("audio/webm");
    assertThat(file.video()).isFalse();
    Probe probe = Probe.of(spool().resolve(file.name()));
    assertThat(probe.warnings()).isEmpty();
    assertThat(probe.frames("video")).isZero();
  }

  @Test
  @DisplayName("begins another file when another leg takes a track over, which may come later")
  void handsOff() throws Exception {
    Softphone alice = phone("alice", "VP8");
    Softphone bob = phone("bob", "VP8");
    record(Map.of("alice", "caller"), true);
    awaits(() -> bob.statistics().videoReceived().frames() >= 30);
    call.recordLeg("one", "carol", "caller");
    Softphone carol = phone("carol", "VP8");
    call.release("alice");
    alice.close();
    awaits(() -> carol.statistics().videoSent().frames() >= 30);
    call.close();
    RecordingReport report = ended.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertThat(report.files())
        .extracting(RecordedFile::name)
        .containsExactly("caller-1.webm", "caller-2.webm");
    RecordedFile first = report.files().get(0);
    RecordedFile second = report.files().get(1);
    assertThat(second.start()).isGreaterThanOrEqualTo(first.start().plus(first.length()));
    assertThat(report.length()).isEqualTo(second.start().plus(second.length()));
  }

  @Test
  @DisplayName("begins another file when a sender changes to a codec that the first can't carry")
  void changesCodec() throws Exception {
    Softphone alice = softphones.add(SoftphoneConfig.named("alice").withVideoCodecs("VP8", "H264"));
    negotiate("alice", alice);
    record(Map.of("alice", "caller"), true);
    awaits(() -> Files.exists(spool().resolve("caller-1.webm")));
    Softphone bob = phone("bob", "H264");
    negotiate("alice", alice);
    awaits(() -> bob.statistics().videoReceived().frames() >= 30);
    server.close();
    RecordingReport report = ended.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertThat(report.files())
        .extracting(RecordedFile::name)
        .containsExactly("caller-1.webm", "caller-2.mkv");
    for (RecordedFile file : report.files()) {
      assertThat(Probe.of(spool().resolve(file.name())).warnings()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"VP8, webm", "H264, mkv"})
  @DisplayName("completes what a process that died has left, so that players like it")
  void completes(String codec, String ending) throws Exception {
    Softphone alice = phone("alice", codec);
    phone("bob", codec);
    record(Map.of("alice", "caller"), true);
    long frames = alice.statistics().videoSent().frames();
    awaits(() -> alice.statistics().videoSent().frames() >= frames + 60);
    Path died = Files.createDirectory(folder.resolve("died"));
    Path file = died.resolve("caller-1." + ending);
    byte[] written = Files.readAllBytes(spool().resolve(file.getFileName()));
    Files.write(file, Arrays.copyOf(written, written.length - 10));
    Files.copy(spool().resolve("manifest.json"), died.resolve("manifest.json"));

    RecordingReport report = MediaServer.completeRecording(died);
    assertThat(report.files()).hasSize(1);
    Probe probe = Probe.of(file);
    assertThat(probe.warnings()).isEmpty();
    assertThat(probe.frames("video")).isGreaterThan(30);
    assertThat(probe.seconds())
        .isEqualTo(report.files().get(0).length().toNanos() / 1e9, within(0.001));
    assertThat(MediaServer.completeRecording(died)).isEqualTo(report);
  }

  @Test
  @DisplayName("does not begin where less room is free than must stay, and tells no end of it")
  void needsRoom() throws Exception {
    stop();
    start(Long.MAX_VALUE);
    phone("alice", "VP8");
    assertThatThrownBy(() -> record(Map.of("alice", "caller"), true))
        .hasCauseInstanceOf(IOException.class);
    assertThat(server.counters()).containsEntry("recordings", 0L);
    server.close();
    assertThat(ended).isNotDone();
    assertThat(spool()).isEmptyDirectory();
  }

  private Path spool() {
    return folder.resolve("spool");
  }

  private void record(Map<String, String> tracks, boolean video) throws Exception {
    call.record(new RecordingPlan("one", spool(), tracks, video))
        .toCompletableFuture()
        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private Softphone phone(String name, String codec) throws Exception {
    Softphone phone = softphones.add(SoftphoneConfig.named(name).withVideoCodecs(codec));
    negotiate(name, phone);
    return phone;
  }

  private void negotiate(String name, Softphone phone) throws Exception {
    phone.accept(
        call.answer(name, phone.offer())
            .toCompletableFuture()
            .get(LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  private static void awaits(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for %d s", LIMIT_SECONDS).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
