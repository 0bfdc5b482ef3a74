package dev.switchboard.media.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.switchboard.media.CallMedia;
import dev.switchboard.media.MediaConfig;
import dev.switchboard.media.MediaServer;
import dev.switchboard.media.RecordingPlan;
import dev.switchboard.media.Unheard;
import dev.switchboard.media.relay.LineQuality;
import dev.switchboard.media.relay.UdpRelay;
import dev.switchboard.media.softphone.CaptureStamp;
import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneClock;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.Softphones;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A call over bad lines of devices whose clocks are wrong, in real time from their sockets to the
 * files. What they send says when it was captured, by a clock that is right.
 */
@DisplayName("A recording of devices with wrong clocks over bad lines")
class WrongClocksTest {
  private static final Duration LENGTH =
      Duration.ofSeconds(System.getProperty("soak") == null ? 15 : 300);

  private static final int LIMIT_SECONDS = 30;
  private static final long PAUSE_NANOS = 10_000_000;
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** Each datagram takes up to three times as long as the quickest, so that many are overtaken. */
  private static final LineQuality BAD =
      LineQuality.GOOD.withLoss(0.05).withDelay(Duration.ofMillis(30), Duration.ofMillis(60));

  private static final double MOST_MILLIS = 40;

  /** Until the clocks of the devices have been told, and times have glided over to them. */
  private static final double SETTLED_MILLIS = 6_000;

  /** At the start, in the middle and at the end. */
  private static final int WINDOWS = 3;

  private static final double WINDOW_MILLIS = 3_000;

  @TempDir private Path folder;
  private UdpRelay relay;
  private MediaServer server;
  private Softphones softphones;

  /** A frame in a file. */
  private record Block(boolean picture, double millis, double capturedMillis) {
    double off() {
      return millis - capturedMillis;
    }
  }

  @BeforeEach
  void start() throws IOException {
    relay = new UdpRelay(1);
    server =
        MediaServer.start(
            MediaConfig.defaults()
                .withAddresses(List.of(LOOPBACK))
                .withPorts(0, 1)
                .withAdvertised(Optional.of(relay.address()), true)
                .withRecordingReserve(0),
            new Unheard());
    relay.serverIsAt(server.ports().get(0));
    softphones = Softphones.open(LOOPBACK);
  }

  @AfterEach
  void stop() throws IOException {
    softphones.close();
    server.close();
    relay.close();
  }

  @Test
  @DisplayName("has all sound and pictures of both sides within 40 ms of when they were captured")
  void keepsInStep() throws Exception {
    CallMedia call = server.open("call");
    Softphone alice = join(call, "alice", new SoftphoneClock(100, Duration.ofSeconds(5)));
    join(call, "bob", new SoftphoneClock(-100, Duration.ofSeconds(-3)));
    awaits(
        Duration.ofSeconds(LIMIT_SECONDS), () -> alice.statistics().videoReceived().frames() >= 5);
    relay.terminals().forEach(each -> each.up().set(BAD));
    relay.terminals().forEach(each -> each.down().set(BAD));

    Instant wall = Instant.now();
    long nanos = System.nanoTime();
    call.record(new RecordingPlan("one", folder, Map.of("alice", "caller", "bob", "callee"), true))
        .toCompletableFuture()
        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    long frames = alice.statistics().videoSent().frames() + 15 * LENGTH.toSeconds();
    awaits(
        LENGTH.plusSeconds(LIMIT_SECONDS), () -> alice.statistics().videoSent().frames() >= frames);
    server.close();

    Manifest manifest = ManifestFile.read(folder).orElseThrow();
    assertThat(manifest.complete()).isTrue();
    assertThat(manifest.fault()).isEqualTo(Fault.NONE);
    long began = nanos + Duration.between(wall, manifest.startedAt()).toNanos();
    Map<String, List<Block>> tracks = new LinkedHashMap<>();
    for (Manifest.Segment segment : manifest.segments()) {
      assertThat(tracks.put(segment.track(), blocks(segment, began))).as("one file").isNull();
      assertIsComplete(segment);
    }
    assertThat(tracks).containsOnlyKeys("caller", "callee");
    tracks.forEach(WrongClocksTest::assertInStep);
    assertInStep(tracks.get("caller"), tracks.get("callee"));
    assertClock(manifest, "caller", 100, 5_000);
    assertClock(manifest, "callee", -100, -3_000);
  }

  private Softphone join(CallMedia call, String name, SoftphoneClock clock) throws Exception {
    Softphone phone = softphones.add(SoftphoneConfig.named(name).withClock(clock).withStamps(true));
    phone.accept(
        call.answer(name, phone.offer())
            .toCompletableFuture()
            .get(LIMIT_SECONDS, TimeUnit.SECONDS));
    return phone;
  }

  /**
   * What was sent, but for the silence that nobody has.
   *
   * @param began when the recording did, by {@link System#nanoTime}
   */
  private List<Block> blocks(Manifest.Segment segment, long began) throws IOException {
    List<Block> blocks = new ArrayList<>();
    MatroskaContents.read(
        folder.resolve(segment.file()),
        (track, millis, key, data) -> {
          if (data.remaining() > OpusFrame.SILENCE.length) {
            blocks.add(
                new Block(
                    track == TrackFormat.PICTURE,
                    segment.startNanos() / 1e6 + millis,
                    (CaptureStamp.of(data) - began) / 1e6));
          }
        });
    return blocks;
  }

  /** The line was bad, the sound that it lost is silence, and the picture was asked for again. */
  private static void assertIsComplete(Manifest.Segment segment) {
    Manifest.Stream sound = segment.sound().orElseThrow();
    Manifest.Stream picture = segment.picture().orElseThrow();
    assertThat(sound.omitted()).containsKey("missing").doesNotContainKey("queue-full");
    assertThat(picture.omitted()).doesNotContainKey("queue-full");
    assertThat(sound.fillers()).isPositive();
    assertThat(sound.frames() + sound.fillers()).isGreaterThan((LENGTH.toSeconds() - 1) * 50);
    assertThat(picture.frames()).isGreaterThan(LENGTH.toSeconds() * 12);
  }

  private static void assertInStep(String track, List<Block> blocks) {
    Block worst = new Block(false, 0, 0);
    for (Block block : blocks) {
      if (block.millis() >= SETTLED_MILLIS && Math.abs(block.off()) > Math.abs(worst.off())) {
        worst = block;
      }
    }
    assertThat(worst.off()).as("%s: %s", track, worst).isBetween(-MOST_MILLIS, MOST_MILLIS);
  }

  private static void assertInStep(List<Block> one, List<Block> other) {
    for (int window = 0; window < WINDOWS; window++) {
      for (boolean picture : new boolean[] {false, true}) {
        assertThat(off(one, picture, window))
            .as("picture %s, window %d", picture, window)
            .isCloseTo(off(other, picture, window), within(MOST_MILLIS));
      }
    }
  }

  /** By how much the frames of a part of the recording are off, on average. */
  private static double off(List<Block> blocks, boolean picture, int window) {
    double last = LENGTH.toMillis() - WINDOW_MILLIS;
    double from = SETTLED_MILLIS + (last - SETTLED_MILLIS) * window / (WINDOWS - 1);
    return blocks.stream()
        .filter(block -> block.picture() == picture)
        .filter(block -> block.millis() >= from && block.millis() < from + WINDOW_MILLIS)
        .mapToDouble(Block::off)
        .average()
        .orElseThrow();
  }

  private static void assertClock(Manifest manifest, String track, double ppm, double millis) {
    Manifest.Clock clock =
        manifest.segments().stream()
            .filter(segment -> segment.track().equals(track))
            .findFirst()
            .flatMap(Manifest.Segment::clock)
            .orElseThrow();
    // Since it was made, the device's clock has gone away from its offset as well.
    assertThat(clock.offsetMillis()).isCloseTo(millis, within(2 * MOST_MILLIS));
    if (LENGTH.toSeconds() >= 120) {
      assertThat(clock.driftPpm()).isCloseTo(ppm, within(60.0));
    }
  }

  private static void awaits(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for %s", limit).isLessThan(end);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
