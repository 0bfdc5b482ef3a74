package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.recordings.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Recordings in a bucket, then in a folder: how their files are had, and that nothing is lost when
 * the storage stops or is full (S4.1, S4.5, S4.7, S4.8). What was in the bucket is read from there
 * when the server uses the folder.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecordingStorageIT {
  private static final int SOAK = Integer.getInteger("switchboard.soak", 1);
  private static final Duration AWAY = Duration.ofSeconds(SOAK > 1 ? 60 : 5);
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  /** The storage is tried ever more rarely. */
  private static final Duration TRIED_AGAIN = Duration.ofSeconds(90 + 2 * AWAY.toSeconds());

  private static final int FULL = 4 << 20;

  private final String a = SharedServer.newName("ada");
  private final String b = SharedServer.newName("bill");
  private final String c = SharedServer.newName("cora");
  private S3Server s3;
  private Path bucket;
  private Server server;
  private RecordingFolders folders;
  private Terminal ada;
  private Terminal bill;
  private String call;

  /** What the bucket has from the tests before. */
  private String inBucket;

  @BeforeAll
  void start() throws IOException {
    Path folder = Path.of("target/recording-storage-s3").toAbsolutePath();
    s3 =
        S3Server.start(
            folder, Path.of("../ejb-module/target/s3proxy/s3proxy.jar").toAbsolutePath());
    bucket = folder.resolve("data").resolve(S3Server.BUCKET);
    Map<String, String> settings = new HashMap<>(s3.settings());
    settings.put("SWITCHBOARD_RECORDING_RESERVE_MB", "1");
    server =
        Server.start(Path.of("target/recording-storage-server"), SharedServer.settings(settings));
    folders = RecordingFolders.of(server);
    for (String name : new String[] {a, b, c}) {
      new WebForms(server.home(), "x").register(name, SharedServer.newNumber());
    }
  }

  @AfterAll
  void stop() {
    server.close();
    s3.close();
  }

  @BeforeEach
  void theyTalk() {
    ada = Terminal.of(server, a);
    bill = Terminal.of(server, b);
    Wait.until(
        "recording is available",
        Terminal.PATIENCE,
        () -> {
          ada.forget();
          ada.connect();
          return ada.awaitType("recording-availability").path("available").asBoolean();
        });
    call = ada.call(ada.lookUp(b), bill.device()).path("call").asText();
    bill.await("the invitation", message -> type(message).equals("invitation"));
    bill.callRequest("confirm", call);
    bill.callRequest("answer", call);
    ada.offerMedia(call);
    bill.offerMedia(call);
    ada.awaitState(call, "connected");
    bill.awaitState(call, "connected");
  }

  @AfterEach
  void theyStop() {
    ada.callRequest("hangup", call);
    ada.close();
    bill.close();
  }

  private static String type(JsonNode message) {
    return message.path("type").asText();
  }

  /** Bill consents; returns the recording once something of it is on the disk. */
  private String record() {
    ada.request(
        "record-start", fields -> fields.put("call", call).put("mode", "both").put("video", true));
    String recording =
        bill.await(
                "the question",
                message ->
                    type(message).equals("recording-state")
                        && message.path("state").asText().equals("requested"))
            .path("recording")
            .asText();
    bill.request("record-answer", fields -> fields.put("recording", recording).put("accept", true));
    Wait.until("something is spooled", Terminal.PATIENCE, () -> !folders.spooled().isEmpty());
    Wait.holds("it goes on", A_WHILE, () -> !folders.spooled().isEmpty());
    return recording;
  }

  private void end(String recording) {
    bill.request("record-stop", fields -> fields.put("recording", recording));
  }

  private void awaitReady(String recording) {
    Wait.until(
        "the requester is told",
        TRIED_AGAIN,
        () ->
            ada.has(
                message ->
                    type(message).equals("recording-ready")
                        && message.path("recording").asText().equals(recording)));
  }

  private JsonNode awaitAvailability(boolean available) {
    return ada.await(
        "recording is available: " + available,
        message ->
            type(message).equals("recording-availability")
                && message.path("available").asBoolean() == available);
  }

  private static Map<String, String> checkSums(List<Path> files) {
    Map<String, String> sums = new TreeMap<>();
    for (Path file : files) {
      sums.put(file.getFileName().toString(), sha256(read(file)));
    }
    return sums;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, String> held(String recording) {
    return checkSums(RecordingFolders.files(bucket.resolve(recording)));
  }

  private String track(Map<String, String> files) {
    return files.keySet().stream()
        .filter(name -> name.startsWith("caller"))
        .findAny()
        .orElseThrow();
  }

  private URI address(String recording, String file) {
    return server.home().resolve("recordings/" + recording + "/" + file);
  }

  /** The signed link to a file, for somebody who is signed in. */
  private URI link(Terminal viewer, String recording, String file) {
    HttpResponse<byte[]> answer =
        Downloads.get(
            address(recording, file + "?download"), "Cookie", viewer.forms().cookieHeader());
    assertThat(answer.statusCode()).isEqualTo(302);
    return Downloads.location(answer);
  }

  @Test
  @Order(1)
  void aBucketsFilesComeFromTheBucketByLinksThatNeedNoLogin() {
    inBucket = record();
    end(inBucket);
    awaitReady(inBucket);
    Map<String, String> files = held(inBucket);
    assertThat(files).containsKeys("manifest.json", "caller-1.webm", "callee-1.webm");
    String track = track(files);
    URI link = link(ada, inBucket, track);
    assertThat(link.getPath()).startsWith("/downloads/");

    HttpResponse<byte[]> led = Downloads.get(link);
    assertThat(led.statusCode()).isEqualTo(302);
    URI direct = Downloads.location(led);
    assertThat(direct.getPort()).as("the storage's own").isEqualTo(s3.port());
    HttpResponse<byte[]> whole = Downloads.get(direct);
    assertThat(sha256(whole.body())).isEqualTo(files.get(track));
    assertThat(whole.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment");
    assertThat(Downloads.get(direct, "Range", "bytes=5-9").body())
        .isEqualTo(Arrays.copyOfRange(whole.body(), 5, 10));

    HttpResponse<byte[]> manifest =
        Downloads.get(address(inBucket, "manifest.json"), "Cookie", bill.forms().cookieHeader());
    assertThat(manifest.statusCode()).as("for scripts, through the server").isEqualTo(200);
    assertThat(sha256(manifest.body())).isEqualTo(files.get("manifest.json"));
  }

  @Test
  @Order(2)
  void aBucketThatIsStoppedIsToldAndCostsNothing() throws IOException {
    String recording = record();
    ada.forget();
    s3.stop();
    assertThat(awaitAvailability(false).path("message").asText()).contains("can't be reached");
    end(recording);
    ada.await(
        "it waits for the storage",
        message ->
            type(message).equals("recording-state")
                && message.path("state").asText().equals("finishing"));
    Wait.holds("the spool keeps it", AWAY, () -> !folders.spooled().isEmpty());
    Map<String, String> spooled = checkSums(folders.spooled());
    assertThat(spooled).containsKeys("manifest.json", "caller-1.webm", "callee-1.webm");
    assertThat(ada.has(message -> type(message).equals("call-state")))
        .as("the call goes on")
        .isFalse();

    s3.start();
    awaitAvailability(true);
    awaitReady(recording);
    assertThat(held(recording)).isEqualTo(spooled);
    Wait.until("the spool is empty", A_WHILE, () -> folders.spooled().isEmpty());
  }

  @Test
  @Order(3)
  void aFoldersFilesComeInPartsAndGoOnWhereTheyStopped() {
    // The socket ends with the server, and with it the call.
    server.stop();
    server.setting("SWITCHBOARD_RECORDINGS_S3_BUCKET", "");
    server.start();
    ada.close();
    bill.close();
    theyTalk();
    String recording = record();
    end(recording);
    awaitReady(recording);
    Map<String, String> files = checkSums(folders.stored(recording));
    String track = track(files);
    URI link = link(bill, recording, track);
    HttpResponse<byte[]> head = Downloads.get(link, "Range", "bytes=0-999");
    assertThat(head.statusCode()).isEqualTo(206);
    assertThat(head.body()).hasSize(1_000);
    String tag = head.headers().firstValue("ETag").orElseThrow();
    HttpResponse<byte[]> rest = Downloads.get(link, "Range", "bytes=1000-", "If-Range", tag);
    assertThat(rest.statusCode()).isEqualTo(206);
    byte[] both = Arrays.copyOf(head.body(), 1_000 + rest.body().length);
    System.arraycopy(rest.body(), 0, both, 1_000, rest.body().length);
    assertThat(sha256(both)).isEqualTo(files.get(track));
    assertThat(rest.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment");
    assertThat(rest.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(rest.headers().firstValue("Cache-Control").orElse("")).contains("private");

    URI before = Downloads.location(Downloads.get(link(ada, inBucket, track(held(inBucket)))));
    assertThat(before.getPort()).as("what the bucket has is still there").isEqualTo(s3.port());
    resumesWithCurl(link, files.get(track));
    aLinkIsWorthNothingOnceItIsChanged(link, recording, track);
    whatItsOwnerDeletesIsGoneForEverybody(link, recording);
  }

  private void resumesWithCurl(URI link, String checkSum) {
    Path file = server.data().resolve("resumed.webm");
    assertThat(run("curl", "-sf", "-r", "0-4999", "-o", file.toString(), link.toString())).isZero();
    assertThat(run("curl", "-sf", "-C", "-", "-o", file.toString(), link.toString())).isZero();
    assertThat(sha256(read(file))).isEqualTo(checkSum);
  }

  private void aLinkIsWorthNothingOnceItIsChanged(URI link, String recording, String track) {
    Terminal cora = Terminal.of(server, c);
    String text = link.toString();
    String nothing = words(Downloads.get(URI.create(text.replace("/" + track, "/none"))));
    for (String changed :
        List.of(
            text.replace(track, "manifest.json"),
            text.replace("until=", "until=1"),
            text.replaceFirst("viewer=.{22}", "viewer=" + "A".repeat(22)),
            text.substring(0, text.length() - 2) + "AA",
            text.replaceFirst("&signature=.*", ""),
            text.replaceFirst("\\?.*", ""))) {
      HttpResponse<byte[]> answer = Downloads.get(URI.create(changed));
      assertThat(answer.statusCode()).as(changed).isEqualTo(404);
      assertThat(words(answer)).as("says no more").isEqualTo(nothing);
    }
    for (String file : List.of(track, track + "?download", "none")) {
      assertThat(
              Downloads.get(address(recording, file), "Cookie", cora.forms().cookieHeader())
                  .statusCode())
          .as("somebody else's " + file)
          .isEqualTo(404);
    }
    cora.close();
  }

  /** What a page says; it has its own address in a form. */
  private static String words(HttpResponse<byte[]> page) {
    return Jsoup.parse(new String(page.body(), StandardCharsets.UTF_8)).text();
  }

  private void whatItsOwnerDeletesIsGoneForEverybody(URI link, String recording) {
    String row = "tr:has([id=" + recording + "])";
    assertThat(bill.forms().page("recordings.xhtml").select(row + " [data-dialog=delete]"))
        .as("bill only consented")
        .isEmpty();
    assertThat(ada.forms().page("recordings.xhtml").select(row + " [data-dialog=delete]"))
        .hasSize(1);
    bill.forms().form("recordings.xhtml", "#delete-form").set("recording", recording).submit();
    assertThat(Downloads.get(link).statusCode()).isEqualTo(200);
    ada.forms().form("recordings.xhtml", "#delete-form").set("recording", recording).submit();
    assertThat(Downloads.get(link).statusCode()).isEqualTo(404);
    for (Terminal each : List.of(ada, bill)) {
      assertThat(each.forms().page("recordings.xhtml").select(row)).isEmpty();
    }
    Wait.until("its files are gone", Terminal.PATIENCE, () -> folders.stored(recording).isEmpty());
  }

  @Test
  @Order(4)
  void aFolderThatIsFullIsToldAndCostsNothing() throws IOException {
    Path folder = server.data().resolve("recordings");
    Files.createDirectories(folder);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + FULL, "tmpfs", folder.toString()) == 0,
        "only root may mount");
    try {
      String recording = record();
      ada.forget();
      Path filler = folder.resolve("filler");
      assertThat(run("sh", "-c", "head -c " + FULL + " /dev/zero > '" + filler + "'; true"))
          .isZero();
      assertThat(awaitAvailability(false).path("message").asText()).isNotEmpty();
      end(recording);
      Wait.holds("the spool keeps it", AWAY, () -> folders.spooled().size() >= 3);
      Map<String, String> spooled = checkSums(folders.spooled());
      assertThat(ada.has(message -> type(message).equals("call-state")))
          .as("the call goes on")
          .isFalse();
      Files.delete(filler);
      awaitReady(recording);
      assertThat(checkSums(folders.stored(recording))).isEqualTo(spooled);
    } finally {
      run("umount", folder.toString());
    }
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
