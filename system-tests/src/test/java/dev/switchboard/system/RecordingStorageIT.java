package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Nothing of a recording is lost when its storage is stopped, slow, refuses, or is full while it
 * runs, nor when the server is killed (S4.1, S4.7); in a bucket, then in a folder.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecordingStorageIT {
  private static final int SOAK = Integer.getInteger("switchboard.soak", 1);
  private static final int KILLS = Math.max(2, SOAK);

  /** How long recordings go on without their storage. */
  private static final Duration AWAY = Duration.ofSeconds(SOAK > 1 ? 60 : 4);

  /** Of each answer; a trial waits for three, and is to take longer than it may. */
  private static final Duration SLOW = Duration.ofMillis(SOAK > 1 ? 5_000 : 2_100);

  /** The server looks every minute for what is too old. */
  private static final Duration SWEEP_LIMIT = Duration.ofSeconds(90);

  private static final int FULL = 4 << 20;

  private final String a = SharedServer.newName("ada");
  private final String b = SharedServer.newName("bill");
  private StoringServer storing;
  private Server server;
  private RecordingFolders folders;

  /** What is to have been kept for as long as it was to be, once the server has been down. */
  private String expired = "";

  @BeforeAll
  void start() throws IOException {
    storing =
        StoringServer.start("recording-storage", Map.of("SWITCHBOARD_RECORDING_RESERVE_MB", "1"));
    server = storing.server();
    folders = storing.folders();
    for (String name : List.of(a, b)) {
      new WebForms(server.home(), "x").register(name, SharedServer.newNumber());
    }
  }

  @AfterEach
  void restore() throws IOException {
    storing.restore();
  }

  @AfterAll
  void stop() {
    if (storing != null) {
      storing.close();
    }
  }

  /** A recording goes on although its storage does not work; that is told in the call. */
  private void goesOn(RecordedCall call, String told) {
    call.awaitTold(told);
    Instant end = Instant.now().plus(AWAY);
    while (Instant.now().isBefore(end)) {
      Map<Path, Long> before = spooledBytes();
      assertThat(before).hasSize(2);
      Wait.until(
          "both tracks grow",
          Terminal.PATIENCE,
          () ->
              spooledBytes().entrySet().stream()
                  .allMatch(track -> track.getValue() > before.get(track.getKey())));
    }
  }

  private Map<Path, Long> spooledBytes() {
    return folders.spooledTracks().stream()
        .collect(Collectors.toMap(track -> track, track -> track.toFile().length()));
  }

  /**
   * What is kept of a recording that has ended.
   *
   * @param video whether it has pictures
   * @param at not later than that it ended
   * @param spooled check sums of what was spooled then
   */
  private record Ended(String id, boolean video, Instant at, Map<String, String> spooled) {}

  /** A recording ends while its storage does not work: that is told on the page. */
  private Ended end(RecordedCall call, String recording, boolean video, String told) {
    Instant at = Instant.now();
    call.stop(recording);
    Wait.until(
        "the page tells what it waits for: " + told,
        Terminal.PATIENCE,
        () -> delay(call, recording).contains(told));
    Map<String, String> spooled =
        Wait.value(
            "the files are complete",
            Terminal.PATIENCE,
            () -> {
              Map<String, String> sums = folders.completeCheckSums();
              return sums.isEmpty() ? null : sums;
            });
    assertThat(spooled).containsKeys("manifest.json", "caller-1.webm", "callee-1.webm");
    return new Ended(recording, video, at, spooled);
  }

  /** What the list says of a recording beside its state; empty if nothing. */
  private static String delay(RecordedCall call, String recording) {
    return call.caller()
        .forms()
        .page("recordings.xhtml")
        .select("tr:has([id=" + recording + "][data-state=FINISHING]) [data-delay]")
        .text();
  }

  private void assertKept(RecordedCall call, Ended recording) {
    call.awaitReady(recording.id());
    StoredRecording stored = storing.stored(recording.id());
    assertThat(stored.checkSums()).containsAllEntriesOf(recording.spooled());
    stored.assertWhole(recording.video(), recording.at());
    Wait.until("the spool is empty", Terminal.PATIENCE, () -> folders.spooled().isEmpty());
  }

  /** It comes back, goes again, and then the recording ends. */
  @Test
  @Order(1)
  void aBucketThatIsStoppedIsToldAndCostsNothing() throws IOException {
    try (RecordedCall call = RecordedCall.of(server, a, b)) {
      String recording = call.record();
      expired = recording;
      call.caller().forget();
      RecordedCall.Heard before = call.listen();
      storing.s3().stop();
      goesOn(call, "can't be reached");
      storing.s3().start();
      call.awaitAvailable();
      call.assertUndisturbed(before);

      call.caller().forget();
      before = call.listen();
      storing.s3().stop();
      call.awaitTold("can't be reached");
      Ended ended = end(call, recording, true, "until the storage can be reached again");
      JsonNode refused = call.ask();
      assertThat(refused.path("code").asText()).isEqualTo("recording-unavailable");
      assertThat(refused.path("message").asText()).contains("can't be reached");
      assertThat(CheckSums.of(folders.spooled())).containsAllEntriesOf(ended.spooled());
      storing.s3().start();
      call.awaitAvailable();
      assertKept(call, ended);
      call.assertUndisturbed(before);
    }
  }

  @Test
  @Order(2)
  void aBucketThatRefusesIsToldAndCostsNothing() throws IOException {
    try (RecordedCall call = RecordedCall.of(server, a, b)) {
      String recording = call.record();
      call.caller().forget();
      RecordedCall.Heard before = call.listen();
      storing.s3().stop();
      storing.s3().startRefusing();
      goesOn(call, "refuses the server");
      Ended ended = end(call, recording, true, "the storage refuses it for now");
      storing.s3().restore();
      assertKept(call, ended);
      call.assertUndisturbed(before);
    }
  }

  /** In the short form without pictures, which makes fewer files. */
  @Test
  @Order(3)
  void aBucketThatIsSlowIsToldAndCostsNothing() {
    try (RecordedCall call = RecordedCall.of(server, a, b)) {
      boolean video = SOAK > 1;
      String recording = video ? call.record() : call.recordSound();
      call.caller().forget();
      RecordedCall.Heard before = call.listen();
      storing.delayBucket(SLOW);
      goesOn(call, "too long to answer");
      Ended ended = end(call, recording, video, "the storage takes long to answer");
      assertKept(call, ended);
      call.assertUndisturbed(before);
    }
  }

  /** Half of them with a bucket, then half of them with a folder. */
  @Test
  @Order(4)
  void killsAtRandomMomentsOfRecordingsAndUploadsCostASecondAtMost() {
    RecordingKills kills = new RecordingKills(storing, a, b);
    kills.expire(expired);
    for (int kill = 0; kill < KILLS; kill++) {
      if (kill % 2 == 0) {
        kills.killAnUpload();
      } else {
        kills.killARecording(kill >= KILLS / 2 - 1);
      }
    }
    kills.assertUploadsHit();
  }

  /** A small disk in the place of a folder. */
  private record SmallDisk(Path folder) implements AutoCloseable {
    static boolean mount(Path folder) throws IOException {
      Files.createDirectories(folder);
      String size = "size=" + FULL;
      return Commands.run("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.toString()) == 0;
    }

    @Override
    public void close() {
      assertThat(Commands.run("umount", "-l", folder.toString())).as("umount").isZero();
    }
  }

  @Test
  @Order(5)
  void aFolderThatIsFullIsToldAndCostsNothing() throws IOException {
    if (!storing.usesFolder()) {
      server.stop();
      storing.useFolder();
      server.start();
    }
    Path folder = storing.folder();
    assumeTrue(SmallDisk.mount(folder), "only root may mount");
    try (SmallDisk disk = new SmallDisk(folder);
        RecordedCall call = RecordedCall.of(server, a, b)) {
      String recording = call.record();
      call.caller().forget();
      RecordedCall.Heard before = call.listen();
      Path filler = disk.folder().resolve("filler");
      assertThat(
              Commands.run("sh", "-c", "head -c " + FULL + " /dev/zero > '" + filler + "'; true"))
          .isZero();
      goesOn(call, "no room");
      Ended ended = end(call, recording, true, "there is little room left");
      Files.delete(filler);
      assertKept(call, ended);
      call.assertUndisturbed(before);
    }
  }

  /** Its time was written into its row while the server was down; see above. */
  @Test
  @Order(6)
  void whatHasBeenKeptLongEnoughIsDeletedForEverybody() {
    assumeTrue(!expired.isEmpty());
    for (String name : List.of(a, b)) {
      WebForms forms = new WebForms(server.home(), "x");
      forms.logIn(name, Person.PASSWORD);
      Wait.until(
          "its page is gone",
          SWEEP_LIMIT,
          () -> forms.get("recording.xhtml?id=" + expired).statusCode() == 404);
      assertThat(forms.page("recordings.xhtml?order=EARLIEST").select("[data-state]"))
          .isNotEmpty()
          .noneMatch(row -> row.id().equals(expired));
    }
    Wait.until(
        "the bucket has nothing of it", SWEEP_LIMIT, () -> storing.inBucket(expired).isEmpty());
  }
}
