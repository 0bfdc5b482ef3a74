package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.recordings.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Nothing of a recording is lost when its storage is stopped, slow, refuses, or is full, nor when
 * the server is killed (S4.1, S4.7); in a bucket, then in a folder.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecordingStorageIT {
  private static final int SOAK = Integer.getInteger("switchboard.soak", 1);
  private static final int KILLS = Math.max(2, SOAK);
  private static final Duration AWAY = Duration.ofSeconds(SOAK > 1 ? 60 : 4);

  /** Of each answer; a trial waits for three, and is to take longer than it may. */
  private static final Duration SLOW = Duration.ofMillis(SOAK > 1 ? 5_000 : 2_100);

  /** Of each answer while an upload is killed, so that it takes some seconds. */
  private static final Duration SLOW_UPLOAD = Duration.ofMillis(500);

  private static final Duration A_WHILE = Duration.ofSeconds(2);

  /** In the long form a file is sent to a bucket in several parts. */
  private static final Duration LARGE = Duration.ofSeconds(SOAK > 1 ? 18 : 1);

  /** The server looks every minute for what is too old. */
  private static final Duration SWEEP_LIMIT = Duration.ofSeconds(90);

  private static final int FULL = 4 << 20;

  /** 4.5 Mbit/s of picture. */
  private static final SoftphoneConfig LARGE_PICTURE =
      SoftphoneConfig.named("terminal").withEncodings(new SoftphoneConfig.Encoding("h", 50));

  private final String a = SharedServer.newName("ada");
  private final String b = SharedServer.newName("bill");
  private S3Server s3;
  private TcpRelay line;
  private Path bucket;
  private Server server;
  private RecordingFolders folders;

  /** Where recordings go that are stored from now on. */
  private boolean toFolder;

  /** What has been kept for as long as it was to be, once a server has been down. */
  private String expired = "";

  @BeforeAll
  void start() throws IOException {
    Path folder = Path.of("target/recording-storage-s3").toAbsolutePath();
    s3 =
        S3Server.start(
            folder, Path.of("../ejb-module/target/s3proxy/s3proxy.jar").toAbsolutePath());
    line = new TcpRelay(s3.address());
    bucket = folder.resolve("data").resolve(S3Server.BUCKET);
    Map<String, String> settings = new HashMap<>(s3.settings());
    settings.put("SWITCHBOARD_RECORDINGS_S3_ENDPOINT", line.home().toString());
    settings.put("SWITCHBOARD_RECORDING_RESERVE_MB", "1");
    server =
        Server.start(Path.of("target/recording-storage-server"), SharedServer.settings(settings));
    folders = RecordingFolders.of(server);
    for (String name : List.of(a, b)) {
      new WebForms(server.home(), "x").register(name, SharedServer.newNumber());
    }
  }

  @AfterAll
  void stop() {
    server.close();
    line.close();
    s3.close();
  }

  private StoredRecording inBucket(String recording) {
    return new StoredRecording(bucket.resolve(recording));
  }

  private StoredRecording inFolder(String recording) {
    return new StoredRecording(server.data().resolve("recordings").resolve(recording));
  }

  /** What the list says of a recording beside its state; empty if nothing. */
  private static Elements delay(RecordedCall call, String recording) {
    return call.caller()
        .forms()
        .page("recordings.xhtml")
        .select("tr:has([id=" + recording + "][data-state=FINISHING]) [data-delay]");
  }

  /**
   * A recording ends while its storage does not work: that is told, in the call and on the page,
   * and what is spooled stays.
   *
   * @return the check sums of what is spooled
   */
  private Map<String, String> endsWithout(RecordedCall call, String recording, String told) {
    assertThat(call.awaitAvailability(false).path("message").asText()).contains(told);
    call.stop(recording);
    Wait.until(
        "the page tells what it waits for",
        Terminal.PATIENCE,
        () -> !delay(call, recording).isEmpty());
    assertThat(delay(call, recording).text()).isNotBlank();
    Wait.until(
        "the files are complete",
        Terminal.PATIENCE,
        () -> folders.spooled().stream().anyMatch(RecordingStorageIT::isCompleteManifest));
    return CheckSums.of(
        folders.spooled().stream().filter(file -> !file.toString().endsWith(".jpg")).toList());
  }

  private static boolean isCompleteManifest(Path file) {
    return file.endsWith("manifest.json")
        && StoredRecording.read(file).path("complete").asBoolean();
  }

  private void assertKept(
      RecordedCall call, String recording, StoredRecording stored, Map<String, String> spooled) {
    call.awaitReady(recording);
    assertThat(spooled).containsKeys("manifest.json", "caller-1.webm", "callee-1.webm");
    assertThat(stored.checkSums()).containsAllEntriesOf(spooled);
    stored.assertWhole();
    Wait.until("the spool is empty", Terminal.PATIENCE, () -> folders.spooled().isEmpty());
  }

  @Test
  @Order(1)
  void aBucketThatIsStoppedIsToldAndCostsNothing() throws IOException {
    try (RecordedCall call = RecordedCall.of(server, a, b)) {
      String recording = call.record();
      expired = recording;
      call.caller().forget();
      RecordedCall.Heard before = call.heard();
      s3.stop();
      Map<String, String> spooled = endsWithout(call, recording, "can't be reached");
      Wait.holds("the spool keeps it", AWAY, () -> !folders.spooled().isEmpty());
      call.assertUndisturbed(before);
      s3.start();
      call.awaitAvailability(true);
      assertKept(call, recording, inBucket(recording), spooled);
    }
  }

  @Test
  @Order(2)
  void aBucketThatRefusesIsToldAndCostsNothing() throws IOException {
    try (RecordedCall call = RecordedCall.of(server, a, b)) {
      String recording = call.record();
      call.caller().forget();
      s3.stop();
      s3.startRefusing();
      RecordedCall.Heard before = call.heard();
      Wait.until(
          "it refuses",
          Terminal.PATIENCE,
          () ->
              call.caller()
                  .has(message -> message.path("message").asText().contains("refuses the server")));
      Map<String, String> spooled = endsWithout(call, recording, "");
      assertThat(delay(call, recording).attr("data-delay")).isEqualTo("STORAGE_REFUSES");
      Wait.holds("the spool keeps it", AWAY, () -> !folders.spooled().isEmpty());
      call.assertUndisturbed(before);
      s3.stop();
      s3.start();
      assertKept(call, recording, inBucket(recording), spooled);
    }
  }

  @Test
  @Order(3)
  void aBucketThatIsSlowIsToldAndCostsNothing() {
    try (RecordedCall call = RecordedCall.of(server, a, b)) {
      String recording = call.recordSound();
      call.caller().forget();
      RecordedCall.Heard before = call.heard();
      line.delayAnswers(SLOW);
      Map<String, String> spooled = endsWithout(call, recording, "too long to answer");
      assertKept(call, recording, inBucket(recording), spooled);
      call.assertUndisturbed(before);
    } finally {
      line.delayAnswers(Duration.ZERO);
    }
  }

  /** Half of them with a bucket, then half of them with a folder. */
  @Test
  @Order(4)
  void killsAtRandomMomentsOfRecordingsAndUploadsCostASecondAtMost() {
    Random random = new Random(11);
    List<String> made = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      double share = random.nextDouble();
      boolean half = kill >= KILLS / 2 - 1;
      made.add(kill % 2 == 0 ? killAnUpload(share) : killARecording(share, half));
      assertNothingInProgress(made);
    }
  }

  /** From the next start on. */
  private void useFolder() {
    server.setting("SWITCHBOARD_RECORDINGS_S3_BUCKET", "");
    toFolder = true;
  }

  private StoredRecording stored(String recording) {
    return toFolder ? inFolder(recording) : inBucket(recording);
  }

  /**
   * Nothing of a recording is in the storage yet, so it may be another one when the server is back.
   *
   * @param folder whether it is the folder from then on
   */
  private String killARecording(double share, boolean folder) {
    RecordedCall call = RecordedCall.of(server, a, b);
    String recording = call.record();
    park("a recording", Duration.ofMillis((long) (share * 4_000)));
    Instant died = Instant.now();
    server.kill();
    call.leave();
    if (folder) {
      useFolder();
    }
    server.start();
    awaitReady(recording);
    stored(recording).assertWhole();
    stored(recording).assertUpTo(died);
    return recording;
  }

  private String killAnUpload(double share) {
    RecordedCall call = RecordedCall.of(server, a, b, LARGE_PICTURE);
    String recording = call.record();
    park("what is to be large", LARGE);
    line.delayAnswers(SLOW_UPLOAD);
    call.stop(recording);
    park("an upload", Duration.ofMillis((long) (share * (toFolder ? 1_500 : 6_000))));
    server.kill();
    boolean wasReady = call.isReady(recording);
    call.leave();
    if (!expired.isEmpty()) {
      StoppedDatabase.of(server).expire(expired, Instant.now().minusSeconds(1));
    }
    line.delayAnswers(Duration.ZERO);
    List<Path> spooled = folders.spooled();
    Map<String, String> before =
        spooled.stream().anyMatch(RecordingStorageIT::isCompleteManifest)
            ? CheckSums.of(spooled.stream().filter(f -> !f.toString().endsWith(".jpg")).toList())
            : Map.of();
    server.start();
    awaitReady(recording);
    stored(recording).assertWhole();
    if (!wasReady) {
      assertThat(stored(recording).checkSums()).containsAllEntriesOf(before);
    }
    return recording;
  }

  /** Lets a moment pass, and tells it, so that a failure can be had again. */
  private static void park(String of, Duration moment) {
    System.out.printf("%d ms of %s%n", moment.toMillis(), of);
    long end = System.nanoTime() + moment.toNanos();
    for (long left = moment.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void awaitReady(String recording) {
    Wait.until(
        "it is ready", Duration.ofSeconds(60), () -> state(recording).equals(List.of("READY")));
  }

  private List<String> state(String recording) {
    return list().select("[id=" + recording + "]").eachAttr("data-state");
  }

  private Elements list() {
    WebForms forms = new WebForms(server.home(), "x");
    forms.logIn(a, Person.PASSWORD);
    return forms.page("recordings.xhtml").select("[data-state]");
  }

  /** Every recording is ready, and neither the spool nor the storage has anything else. */
  private void assertNothingInProgress(List<String> made) {
    assertThat(list().eachAttr("data-state")).containsOnly("READY");
    Wait.until("the spool is empty", Terminal.PATIENCE, () -> folders.spooled().isEmpty());
    Wait.until(
        "the storage has nothing that is half",
        Terminal.PATIENCE,
        () -> RecordingFolders.files(bucket).stream().noneMatch(RecordingStorageIT::isHidden));
    for (Path file : folders.stored()) {
      assertThat(made).contains(file.getParent().getFileName().toString());
    }
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  @Test
  @Order(5)
  void aFolderThatIsFullIsToldAndCostsNothing() throws IOException {
    if (!toFolder) {
      server.stop();
      useFolder();
      server.start();
    }
    Path folder = server.data().resolve("recordings");
    Files.createDirectories(folder);
    assumeTrue(
        Commands.run("mount", "-t", "tmpfs", "-o", "size=" + FULL, "tmpfs", folder.toString()) == 0,
        "only root may mount");
    try (RecordedCall call = RecordedCall.of(server, a, b)) {
      String recording = call.record();
      call.caller().forget();
      RecordedCall.Heard before = call.heard();
      Path filler = folder.resolve("filler");
      assertThat(
              Commands.run("sh", "-c", "head -c " + FULL + " /dev/zero > '" + filler + "'; true"))
          .isZero();
      Map<String, String> spooled = endsWithout(call, recording, "no room");
      Wait.holds("the spool keeps it", AWAY, () -> folders.spooled().size() >= 3);
      call.assertUndisturbed(before);
      Files.delete(filler);
      assertKept(call, recording, inFolder(recording), spooled);
    } finally {
      Commands.run("umount", folder.toString());
    }
  }

  /** Its time was written into its row while the server was down; see above. */
  @Test
  @Order(6)
  void whatHasBeenKeptLongEnoughIsDeletedForEverybody() {
    assumeTrue(!expired.isEmpty());
    Wait.until(
        "it is gone from the list and from the bucket",
        SWEEP_LIMIT,
        () ->
            state(expired).isEmpty() && RecordingFolders.files(bucket.resolve(expired)).isEmpty());
    for (String name : List.of(a, b)) {
      WebForms forms = new WebForms(server.home(), "x");
      forms.logIn(name, Person.PASSWORD);
      assertThat(forms.get("recording.xhtml?id=" + expired).statusCode()).isEqualTo(404);
    }
  }
}
