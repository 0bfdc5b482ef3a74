package dev.switchboard.media.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.Soak;
import dev.switchboard.media.recording.VirtualRecording.Block;
import dev.switchboard.media.recording.VirtualRecording.Sender;
import dev.switchboard.media.rtp.MediaFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Of virtual time, which the files that are written make last. */
  private static final int MINUTES = Soak.IS_ON ? 60 : 10;

  @TempDir private Path folder;

  @Test
  @DisplayName("keeps sound and picture of both sides within 40 ms of the truth, as clocks drift")
  void keepsInStep() throws IOException {
    VirtualRecording recording = new VirtualRecording(folder);
    Sender caller = recording.sender("caller");
    caller.driftPpm = 100;
    caller.wallOffset = Duration.ofSeconds(5);
    caller.loss = 0.05;
    caller.jitterNanos = 60 * VirtualRecording.MILLI;
    Sender callee = recording.sender("callee");
    callee.driftPpm = -100;
    callee.wallOffset = Duration.ofSeconds(-3);
    callee.wayNanos = 80 * VirtualRecording.MILLI;
    for (int i = 0; i < MINUTES; i++) {
      caller.play(SECOND.multipliedBy(60));
      callee.play(SECOND.multipliedBy(60));
      recording.pass(SECOND.multipliedBy(60));
    }
    Manifest manifest = recording.stop();
    assertThat(manifest.segments()).hasSize(2);
    for (Manifest.Segment segment : manifest.segments()) {
      Sender sender = segment.track().equals("caller") ? caller : callee;
      List<Block> blocks = recording.blocks(segment);
      assertInStep(blocks, 6_000, 40);
      assertThat(blocks.stream().filter(Block::picture).count())
          .isGreaterThanOrEqualTo((long) (0.98 * sender.framesSent));
    }
    Manifest.Clock clock = manifest.segments().get(0).clock().orElseThrow();
    assertThat(clock.driftPpm()).isBetween(85.0, 115.0);
    // In each minute the crystal, which is too fast, gains 6 ms.
    assertThat(clock.offsetMillis()).isBetween(4_970.0 + 6 * MINUTES, 5_030.0 + 6 * MINUTES);
    assertThat(Completion.of(folder)).isEqualTo(manifest);
  }

  private static void assertInStep(List<Block> blocks, double fromMillis, double most) {
    double lastSound = -1;
    double lastPicture = -1;
    Block worst = new Block(false, false, 0, 0);
    boolean back = false;
    for (Block block : blocks) {
      if (block.millis() >= fromMillis) {
        worst = Math.abs(block.off()) > Math.abs(worst.off()) ? block : worst;
      }
      back |= block.millis() < (block.picture() ? lastPicture : lastSound);
      if (block.picture()) {
        lastPicture = block.millis();
      } else {
        lastSound = block.millis();
      }
    }
    assertThat(worst.off()).as("%s", worst).isBetween(-most, most);
    assertThat(back).as("time runs back").isFalse();
  }

  @Test
  @DisplayName("glides from arrival to the sender's time when the first report comes, never back")
  void glides() throws IOException {
    VirtualRecording recording = new VirtualRecording(folder);
    Sender caller = recording.sender("caller");
    caller.reports = false;
    caller.play(SECOND.multipliedBy(30));
    recording.pass(SECOND.multipliedBy(10));
    caller.reports = true;
    recording.pass(SECOND.multipliedBy(20));
    List<Block> blocks = recording.blocks(recording.stop().segments().get(0));
    assertInStep(blocks, 0, 70);
    assertInStep(blocks, 14_000, 20);
  }

  @Test
  @DisplayName("keeps step through a mute, a camera that is off, a restart and another size")
  void keepsInStepThroughChanges() throws IOException {
    VirtualRecording recording = new VirtualRecording(folder);
    Sender caller = recording.sender("caller");
    caller.soundBase = 0xffff_ff00L;
    caller.pictureBase = 0xffff_ff00L;
    caller.play(SECOND.multipliedBy(120));
    recording.pass(SECOND.multipliedBy(20));
    caller.silent = true;
    recording.pass(SECOND.multipliedBy(10));
    caller.cameraOff = true;
    recording.pass(SECOND.multipliedBy(20));
    caller.silent = false;
    recording.pass(SECOND.multipliedBy(10));
    caller.cameraOff = false;
    caller.width = 1_280;
    caller.height = 720;
    recording.pass(SECOND.multipliedBy(20));
    caller.restart();
    recording.pass(SECOND.multipliedBy(40));
    Manifest manifest = recording.stop();

    assertThat(manifest.segments()).hasSize(1);
    Manifest.Segment segment = manifest.segments().get(0);
    assertInStep(recording.blocks(segment), 5_000, 40);
    Manifest.Stream sound = segment.sound().orElseThrow();
    Manifest.Stream picture = segment.picture().orElseThrow();
    assertThat(sound.fillers()).isBetween(1_480L, 1_520L);
    assertThat(sound.frames() + sound.fillers()).isBetween(5_980L, 6_000L);
    assertThat(sound.gaps()).isNotEmpty();
    assertThat(picture.width()).isEqualTo(1_280);
    assertThat(picture.height()).isEqualTo(720);
  }

  @Test
  @DisplayName("has every frame on the disk within a second, at any moment and through loss")
  void isOnTheDiskWithinASecond() throws IOException {
    VirtualRecording recording = new VirtualRecording(folder);
    Sender caller = recording.sender("caller");
    caller.loss = 0.1;
    caller.retransmits = false;
    caller.play(SECOND.multipliedBy(120));
    Path file = folder.resolve("caller-1.webm");
    for (int i = 0; i < 100; i++) {
      recording.pass(SECOND.plusMillis(recording.random().nextInt(200)));
      double millis = recording.now() / 1e6;
      double last =
          VirtualRecording.blocks(file, 0).stream()
              .filter(block -> !block.picture())
              .mapToDouble(Block::capturedMillis)
              .max()
              .orElse(0);
      // What was captured and has not arrived yet can't be there.
      assertThat(last).isGreaterThan(millis - 1_000 - 70);
    }
  }

  @Test
  @DisplayName("leaves the last frame out when not all of it has come")
  void leavesOutHalfAFrame() throws IOException {
    VirtualRecording recording = new VirtualRecording(folder);
    Sender caller = recording.sender("caller");
    caller.jitterNanos = 0;
    caller.play(SECOND.multipliedBy(5));
    recording.pass(SECOND.multipliedBy(6));
    byte[] half = VirtualRecording.vp8(true, caller.width, caller.height, recording.now());
    long timestamp = caller.pictureBase + 6 * 90_000;
    long arrival = VirtualRecording.START + recording.now();
    VirtualRecording.give(
        caller.picture, MediaFormat.VP8, 0, caller.pictureNumber, timestamp, false, half, arrival);
    Manifest.Stream picture = recording.stop().segments().get(0).picture().orElseThrow();
    assertThat(picture.frames()).isEqualTo(caller.framesSent);
    assertThat(picture.omitted()).containsEntry("incomplete", 1L);
  }

  @Test
  @DisplayName("asks for a key frame at the start, after a loss and every ten seconds")
  void asksForKeyFrames() throws IOException {
    VirtualRecording recording = new VirtualRecording(folder);
    Sender caller = recording.sender("caller");
    caller.play(SECOND.multipliedBy(60));
    recording.pass(SECOND.multipliedBy(35));
    assertThat(caller.picture.keyFrameRequests.size()).isBetween(3, 5);
    int before = caller.picture.keyFrameRequests.size();
    caller.pictureNumber++;
    recording.pass(SECOND.multipliedBy(2));
    assertThat(caller.picture.keyFrameRequests.size()).isBetween(before + 1, before + 2);
    Manifest.Stream picture = recording.stop().segments().get(0).picture().orElseThrow();
    assertThat(picture.omitted()).containsEntry("missing", 1L).containsKey("waits-for-key-frame");
    assertThat(picture.gaps()).hasSize(1);
  }

  @Test
  @DisplayName("begins another file of a track when another leg takes its place")
  void handsOff() throws IOException {
    VirtualRecording recording = new VirtualRecording(folder);
    Sender phone = recording.sender("caller");
    phone.play(SECOND.multipliedBy(10));
    recording.pass(SECOND.multipliedBy(5));
    Sender tablet = recording.sender("caller");
    assertThat(phone.sound.sinks).isEmpty();
    assertThat(phone.picture.sinks).isEmpty();
    tablet.play(SECOND.multipliedBy(5));
    recording.pass(SECOND.multipliedBy(5));
    Manifest manifest = recording.stop();
    assertThat(manifest.segments())
        .extracting(Manifest.Segment::file)
        .containsExactly("caller-1.webm", "caller-2.webm");
    for (Manifest.Segment segment : manifest.segments()) {
      assertInStep(recording.blocks(segment), segment.startNanos() / 1e6 + 4_000, 40);
    }
    assertThat(manifest.segments().get(1).startNanos()).isBetween(5_000_000_000L, 5_200_000_000L);
  }

  @Test
  @DisplayName("takes the best encoding that flows, from a key frame on, and another when it stops")
  void takesTheBestEncoding() throws IOException {
    VirtualRecording recording = new VirtualRecording(folder);
    Sender caller = recording.sender("caller");
    caller.cameraOff = true;
    caller.play(SECOND.multipliedBy(20));
    Encodings encodings = new Encodings(caller);
    encodings.play(recording, 5, true);
    encodings.play(recording, 5, false);
    Manifest.Stream picture = recording.stop().segments().get(0).picture().orElseThrow();
    assertThat(picture.width()).isEqualTo(1_280);
    assertThat(picture.frames()).isBetween(135L, 152L);
    assertThat(caller.picture.keyFrameRequests).contains(0, 1);
    assertThat(picture.omitted()).doesNotContainKey("missing");
  }

  /** Plays two encodings of one picture, the second the larger. */
  private static final class Encodings {
    private final Sender sender;
    private final long[] numbers = {100, 5_000};
    private final int[] answered = new int[2];

    private Encodings(Sender sender) {
      this.sender = sender;
    }

    private void play(VirtualRecording recording, int seconds, boolean both) {
      for (int i = 0; i < 15 * seconds; i++) {
        frame(recording, 0, 320, 1);
        if (both) {
          frame(recording, 1, 1_280, 4);
        }
        recording.pass(Duration.ofNanos(66_666_667));
      }
    }

    private void frame(VirtualRecording recording, int encoding, int width, int packets) {
      int asked = (int) sender.picture.keyFrameRequests.stream().filter(e -> e == encoding).count();
      boolean key = asked > answered[encoding];
      answered[encoding] = asked;
      long at = VirtualRecording.START + recording.now();
      long timestamp = recording.now() * 9 / 100_000;
      for (int i = 0; i < packets; i++) {
        byte[] payload =
            i == 0
                ? VirtualRecording.vp8(key, width, width * 9 / 16, recording.now())
                : new byte[20];
        VirtualRecording.give(
            sender.picture,
            MediaFormat.VP8,
            encoding,
            numbers[encoding]++,
            timestamp,
            i == packets - 1,
            payload,
            at);
      }
    }
  }

  @Test
  @DisplayName("ends with what it has when there is less room than must stay free")
  void endsWithoutRoom() throws IOException {
    VirtualRecording recording = new VirtualRecording(folder, Long.MAX_VALUE);
    recording.sender("caller").play(SECOND.multipliedBy(3));
    recording.pass(SECOND.minusMillis(20));
    assertThat(recording.hasEnded()).isFalse();
    recording.pass(SECOND);
    assertThat(recording.manifest().fault()).isEqualTo(Fault.NO_ROOM);
    assertThat(recording.manifest().segments()).hasSize(1);
    assertThat(recording.manifest().lengthNanos()).isGreaterThan(900_000_000L);
  }

  @Test
  @DisplayName("ends when a file can't be written, and lets go of the call")
  void endsWhenItCantWrite() throws IOException {
    VirtualRecording recording = new VirtualRecording(folder);
    Sender caller = recording.sender("caller");
    Sender callee = recording.sender("callee");
    Files.createDirectory(folder.resolve("callee-1.webm"));
    caller.play(SECOND.multipliedBy(5));
    recording.pass(SECOND.multipliedBy(2));
    callee.play(SECOND.multipliedBy(3));
    recording.pass(SECOND.multipliedBy(3));
    assertThat(recording.manifest().fault()).isEqualTo(Fault.WRITE_FAILED);
    assertThat(recording.manifest().segments())
        .extracting(Manifest.Segment::file)
        .containsExactly("caller-1.webm");
    assertThat(caller.sound.sinks).isEmpty();
    assertThat(callee.picture.sinks).isEmpty();
  }
}
