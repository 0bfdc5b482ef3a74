package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;

/**
 * Kills a server while it records or stores, starts it again, and sees that nothing is lost but a
 * second at most, and nothing in progress (S4.7).
 */
final class RecordingKills {
  private static final int SOAK = Integer.getInteger("switchboard.soak", 1);

  /** Each run has other moments; {@code -Dswitchboard.seed} has those of an earlier one again. */
  private static final long SEED = Long.getLong("switchboard.seed", System.nanoTime());

  private static final Duration LONGEST_RECORDING = Duration.ofSeconds(SOAK > 1 ? 15 : 4);

  /** Bytes of a track. In the long form a bucket gets it in parts, which have 8 MiB. */
  private static final long LARGE = SOAK > 1 ? 9 << 20 : 512 << 10;

  private static final Duration LARGE_LIMIT = Duration.ofSeconds(120);

  /** Of each answer of the bucket while an upload is killed. */
  private static final Duration SLOW = Duration.ofMillis(500);

  /** An upload to a bucket that is as slow takes longer than that, and one to a folder too. */
  private static final Duration BUCKET_UPLOAD = Duration.ofSeconds(SOAK > 1 ? 6 : 3);

  private static final Duration FOLDER_UPLOAD = Duration.ofMillis(100);

  /** After the end of a recording, when nothing of it is stored yet. */
  private static final Duration BEFORE_UPLOAD = Duration.ofMillis(200);

  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Logger log = Logger.getLogger(RecordingKills.class.getName());

  private final StoringServer storing;
  private final Server server;
  private final RecordingFolders folders;
  private final String a;
  private final String b;
  private final Random random = new Random(SEED);
  private final List<String> made = new ArrayList<>();
  private int recordings;
  private int uploads;
  private int bucketUploads;
  private int bucketUploadsHit;
  private int folderUploadsHit;

  /** Has been kept for as long as it was to be, once the server is down; empty for none. */
  private String expiring = "";

  /** Two accounts are recorded, and a asks for that. */
  RecordingKills(StoringServer storing, String a, String b) {
    this.storing = storing;
    this.server = storing.server();
    this.folders = storing.folders();
    this.a = a;
    this.b = b;
    log.info(() -> "killed at moments of -Dswitchboard.seed=" + SEED);
  }

  /** At the next kill the time of a recording is over. */
  void expire(String recording) {
    expiring = recording;
  }

  /**
   * Nothing of a recording is in the storage yet, so it may be another one when the server is back.
   *
   * @param folder whether it is the folder from then on
   */
  void killARecording(boolean folder) {
    String recording;
    Instant died;
    try (RecordedCall call = RecordedCall.of(server, a, b)) {
      recording = call.record();
      park("a recording", LONGEST_RECORDING);
      died = Instant.now();
      server.kill();
      call.leave();
    }
    recordings++;
    Path orphan = makeAnOrphan();
    if (folder) {
      storing.useFolder();
    }
    restart(recording);
    storing.stored(recording).assertWhole(true, died);
    Wait.until(
        "the orphan is reported",
        Terminal.PATIENCE,
        () -> server.logText().contains(orphan.getParent() + " belongs to no recording"));
    Wait.until(
        "only the orphan is left",
        Terminal.PATIENCE,
        () -> folders.spooled().equals(List.of(orphan)));
    delete(orphan);
    assertNothingInProgress();
  }

  /** What is in the spool and no row knows; each time another one. */
  private Path makeAnOrphan() {
    Path folder =
        server.data().resolve("spool").resolve("O".repeat(18) + "%04d".formatted(recordings));
    try {
      return Files.writeString(Files.createDirectories(folder).resolve("caller-1.webm"), "x");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path orphan) {
    try {
      Files.delete(orphan);
      Files.delete(orphan.getParent());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Most of them while files are brought to the storage. */
  void killAnUpload() {
    String recording;
    Instant ended;
    boolean wasReady;
    try (RecordedCall call = RecordedCall.ofLargePicture(server, a, b)) {
      recording = call.record();
      Wait.until(
          "a track is large",
          LARGE_LIMIT,
          () -> folders.spooledTracks().stream().anyMatch(file -> file.toFile().length() > LARGE));
      storing.delayBucket(SLOW);
      ended = Instant.now();
      call.stop(recording);
      awaitUpload(recording);
      server.kill();
      wasReady = call.isReady(recording);
      call.leave();
    } finally {
      storing.delayBucket(Duration.ZERO);
    }
    count(!wasReady && !storing.held(recording).isEmpty());
    Map<String, String> before = folders.completeCheckSums();
    restart(recording);
    storing.stored(recording).assertWhole(true, ended);
    if (!wasReady) {
      assertThat(storing.stored(recording).checkSums()).containsAllEntriesOf(before);
    }
    assertNothingInProgress();
  }

  /** A moment of the upload that begins; every fourth time one before it. */
  private void awaitUpload(String recording) {
    if (uploads % 4 == 3) {
      park("what comes before an upload", BEFORE_UPLOAD);
      return;
    }
    Wait.until(
        "the storage has something of it", READY_LIMIT, () -> !storing.held(recording).isEmpty());
    park("an upload", storing.usesFolder() ? FOLDER_UPLOAD : BUCKET_UPLOAD);
  }

  private void count(boolean hit) {
    uploads++;
    if (storing.usesFolder()) {
      folderUploadsHit += hit ? 1 : 0;
    } else {
      bucketUploads++;
      bucketUploadsHit += hit ? 1 : 0;
    }
  }

  /** Half of the uploads to the bucket, at least, were under way when the server was killed. */
  void assertUploadsHit() {
    log.info(
        () ->
            "in an upload: %d of %d kills with a bucket, %d of %d with a folder"
                .formatted(
                    bucketUploadsHit, bucketUploads, folderUploadsHit, uploads - bucketUploads));
    assertThat(2 * bucketUploadsHit).isGreaterThanOrEqualTo(bucketUploads).isPositive();
  }

  /** Lets a random part of a time pass, and tells it. */
  private void park(String of, Duration longest) {
    Duration moment = Duration.ofNanos((long) (random.nextDouble() * longest.toNanos()));
    log.info(() -> "kill after %d ms of %s".formatted(moment.toMillis(), of));
    long end = System.nanoTime() + moment.toNanos();
    for (long left = moment.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void restart(String recording) {
    if (!expiring.isEmpty()) {
      StoppedDatabase.of(server).expire(expiring, Instant.now().minusSeconds(1));
      expiring = "";
    }
    server.start();
    WebForms forms = signIn();
    Wait.until("it is ready", READY_LIMIT, () -> isReady(forms, recording));
    made.add(recording);
  }

  private WebForms signIn() {
    WebForms forms = new WebForms(server.home(), "x");
    forms.logIn(a, Person.PASSWORD);
    return forms;
  }

  /** Whether its page has a player. */
  private static boolean isReady(WebForms forms, String recording) {
    return !forms.page("recording.xhtml?id=" + recording).select("#player").isEmpty();
  }

  /** Every recording is ready, and neither the spool nor the storage has anything else. */
  private void assertNothingInProgress() {
    WebForms forms = signIn();
    for (String state : List.of("RECORDING", "FINISHING", "FAILED")) {
      assertThat(inState(forms, state)).as(state).isEmpty();
    }
    assertThat(inState(forms, "READY")).isNotEmpty();
    assertThat(made).allMatch(recording -> isReady(forms, recording));
    Wait.until("the spool is empty", Terminal.PATIENCE, () -> folders.spooled().isEmpty());
    Wait.until(
        "the storage has nothing that is half", Terminal.PATIENCE, () -> storing.parts().isEmpty());
    for (Path file : folders.stored()) {
      assertThat(made).contains(file.getParent().getFileName().toString());
    }
  }

  private static List<String> inState(WebForms forms, String state) {
    return forms.page("recordings.xhtml?state=" + state).select("[data-state]").eachAttr("id");
  }
}
