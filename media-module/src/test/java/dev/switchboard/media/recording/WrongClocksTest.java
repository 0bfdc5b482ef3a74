package dev.switchboard.media.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.switchboard.media.CallMedia;
import dev.switchboard.media.MediaConfig;
import dev.switchboard.media.MediaServer;
import dev.switchboard.media.RecordingPlan;
import dev.switchboard.media.Soak;
import dev.switchboard.media.Unheard;
import dev.switchboard.media.relay.LineQuality;
import dev.switchboard.media.relay.UdpRelay;
import dev.switchboard.media.softphone.CaptureStamp;
import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneClock;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.SoftphoneStatistics;
import dev.switchboard.media.softphone.Softphones;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call over bad lines of devices whose clocks are wrong, in real time from their sockets to the
 * files. What they send says when it was captured, by a clock that is right.
 */
@DisplayName("A recording of devices with wrong clocks over bad lines")
class WrongClocksTest {
  private static final Logger log = LoggerFactory.getLogger(WrongClocksTest.class);

  private static final Duration LENGTH = Duration.ofSeconds(Soak.IS_ON ? 1_200 : 15);

  private static final int LIMIT_SECONDS = 30;
  private static final long PAUSE_NANOS = 10_000_000;
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** Each datagram takes up to three times as long as the quickest, so that many are overtaken. */
  private static final LineQuality BAD =
      LineQuality.GOOD.withLoss(0.05).withDelay(Duration.ofMillis(30), Duration.ofMillis(60));

  private static final double MOST_MILLIS = 40;

  /** Until the clocks of the devices have been told, and times have glided over to them. */
  private static final double SETTLED_MILLIS = 6_000;

  /** Until then times are those of arrival: the line takes 30 to 90 ms, a busy machine its own. */
  private static final double MOST_MILLIS_BEFORE = 200;

  /**
   * Of the pictures that are sent. The recording begins with a key frame, and a packet that is lost
   * with all that repeat it costs what comes before the next: in a short recording a larger share.
   */
  private static final double LEAST_PICTURES = Soak.IS_ON ? 0.98 : 0.8;

  /** Of the sound that is sent, which is not sent again: the line loses 0.05, give or take. */
  private static final double LEAST_SOUND = Soak.IS_ON ? 0.93 : 0.9;

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

  /** What a phone has sent: frames. */
  private record Sent(long sound, long pictures) {
    static Sent by(Softphone phone) {
      SoftphoneStatistics statistics = phone.statistics();
      return new Sent(statistics.audioSent().frames(), statistics.videoSent().frames());
    }

    Sent since(Sent before) {
      return new Sent(sound - before.sound, pictures - before.pictures);
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
    Softphone bob = join(call, "bob", new SoftphoneClock(-100, Duration.ofSeconds(-3)));
    awaits(
        Duration.ofSeconds(LIMIT_SECONDS), () -> alice.statistics().videoReceived().frames() >= 5);
    relay.terminals().forEach(each -> each.up().set(BAD));
    relay.terminals().forEach(each -> each.down().set(BAD));

    Instant wall = Instant.now();
    long nanos = System.nanoTime();
    call.record(new RecordingPlan("one", folder, Map.of("alice", "caller", "bob", "callee"), true))
        .toCompletableFuture()
        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    Sent byAlice = Sent.by(alice);
    Sent byBob = Sent.by(bob);
    long frames = byAlice.pictures() + 15 * LENGTH.toSeconds();
    awaits(
        LENGTH.plusSeconds(LIMIT_SECONDS), () -> alice.statistics().videoSent().frames() >= frames);
    Map<String, Sent> sent =
        Map.of("caller", Sent.by(alice).since(byAlice), "callee", Sent.by(bob).since(byBob));
    server.close();

    Manifest manifest = ManifestFile.read(folder).orElseThrow();
    assertThat(manifest.complete()).isTrue();
    assertThat(manifest.fault()).isEqualTo(Fault.NONE);
    long began = nanos + Duration.between(wall, manifest.startedAt()).toNanos();
    Map<String, List<Block>> tracks = new LinkedHashMap<>();
    for (Manifest.Segment segment : manifest.segments()) {
      assertThat(tracks.put(segment.track(), blocks(segment, began))).as("one file").isNull();
      assertIsComplete(segment, sent.get(segment.track()));
      assertThat(Probe.of(folder.resolve(segment.file())).warnings()).isEmpty();
    }
    assertThat(tracks).containsOnlyKeys("caller", "callee");
    for (Map.Entry<String, List<Block>> track : tracks.entrySet()) {
      assertInStep(track.getKey(), track.getValue());
      for (int window = 0; window < WINDOWS; window++) {
        assertThat(off(track.getValue(), false, window))
            .as("sound of the %s beside its picture, window %d", track.getKey(), window)
            .isCloseTo(off(track.getValue(), true, window), within(MOST_MILLIS));
      }
    }
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
  private static void assertIsComplete(Manifest.Segment segment, Sent sent) {
    Manifest.Stream sound = segment.sound().orElseThrow();
    Manifest.Stream picture = segment.picture().orElseThrow();
    log.info(
        "{}: {} of {} pictures, without {}; sound {} and silence {} of {}",
        segment.track(),
        picture.frames(),
        sent.pictures(),
        picture.omitted(),
        sound.frames(),
        sound.fillers(),
        sent.sound());
    assertThat(sound.omitted()).containsKey("missing").doesNotContainKey("queue-full");
    assertThat(picture.omitted()).doesNotContainKey("queue-full");
    assertThat(sound.fillers()).isPositive();
    assertThat(sound.frames() + sound.fillers()).isGreaterThan((LENGTH.toSeconds() - 1) * 50);
    assertThat((double) sound.frames()).isGreaterThanOrEqualTo(LEAST_SOUND * sent.sound());
    assertThat((double) picture.frames()).isGreaterThanOrEqualTo(LEAST_PICTURES * sent.pictures());
  }

  /** Every frame beside the truth. */
  private static void assertInStep(String track, List<Block> blocks) {
    for (boolean picture : new boolean[] {false, true}) {
      Block before = worst(blocks, picture, 0, SETTLED_MILLIS);
      Block after = worst(blocks, picture, SETTLED_MILLIS, Double.MAX_VALUE);
      log.info("{}, farthest off: {} first, then {}", track, before, after);
      assertThat(before.off())
          .as("%s: %s", track, before)
          .isBetween(-MOST_MILLIS_BEFORE, MOST_MILLIS_BEFORE);
      assertThat(after.off()).as("%s: %s", track, after).isBetween(-MOST_MILLIS, MOST_MILLIS);
    }
  }

  private static Block worst(List<Block> blocks, boolean picture, double from, double to) {
    return blocks.stream()
        .filter(block -> block.picture() == picture)
        .filter(block -> block.millis() >= from && block.millis() < to)
        .max(Comparator.comparingDouble(block -> Math.abs(block.off())))
        .orElseThrow();
  }

  /** The tracks beside each other. */
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
    // The manifest tells it as of the end, when the clock has drifted away from where it was set.
    double drifted = millis + ppm * LENGTH.toMillis() / 1e6;
    assertThat(clock.offsetMillis()).isCloseTo(drifted, within(2 * MOST_MILLIS));
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
