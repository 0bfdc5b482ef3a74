package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.recordings.S3Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Recordings in a bucket, then in a folder: how their files are had, and by whom (S4.5, S4.8). What
 * was in the bucket is read from there when the server uses the folder.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecordingFilesIT {
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  private static final long QUOTA = 1 << 20;

  private final String a = SharedServer.newName("ada");
  private final String b = SharedServer.newName("bill");
  private final String c = SharedServer.newName("cora");
  private S3Server s3;
  private Path bucket;
  private Server server;
  private RecordingFolders folders;

  /** With which the server signs links. */
  private String linkKey;

  /** What the bucket has from the tests before. */
  private String inBucket;

  @BeforeAll
  void start() throws IOException {
    Path folder = Path.of("target/recording-files-s3").toAbsolutePath();
    s3 =
        S3Server.start(
            folder, Path.of("../ejb-module/target/s3proxy/s3proxy.jar").toAbsolutePath());
    bucket = folder.resolve("data").resolve(S3Server.BUCKET);
    server =
        Server.start(
            Path.of("target/recording-files-server"), SharedServer.settings(s3.settings()));
    folders = RecordingFolders.of(server);
    for (String name : new String[] {a, b, c}) {
      new WebForms(server.home(), "x").register(name, SharedServer.newNumber());
    }
  }

  @AfterAll
  void stop() {
    try (S3Server storage = s3) {
      if (server != null) {
        server.close();
      }
    }
  }

  /** Some seconds, that are stored. */
  private String recorded(RecordedCall call) {
    String recording = call.record();
    Wait.holds("it goes on", A_WHILE, () -> !folders.spooled().isEmpty());
    call.stop(recording);
    call.awaitReady(recording);
    return recording;
  }

  private Map<String, String> held(String recording) {
    return CheckSums.of(RecordingFolders.files(bucket.resolve(recording)));
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
    try (RecordedCall call = RecordedCall.of(server, a, b)) {
      inBucket = recorded(call);
      comesFromTheBucket(call.caller(), call.callee());
    }
  }

  private void comesFromTheBucket(Terminal ada, Terminal bill) {
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
    assertThat(CheckSums.of(whole.body())).isEqualTo(files.get(track));
    assertThat(whole.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment");
    assertThat(Downloads.get(direct, "Range", "bytes=5-9").body())
        .isEqualTo(Arrays.copyOfRange(whole.body(), 5, 10));

    HttpResponse<byte[]> manifest =
        Downloads.get(address(inBucket, "manifest.json"), "Cookie", bill.forms().cookieHeader());
    assertThat(manifest.statusCode()).as("for scripts, through the server").isEqualTo(200);
    assertThat(CheckSums.of(manifest.body())).isEqualTo(files.get("manifest.json"));
  }

  @Test
  @Order(2)
  void aFoldersFilesComeInPartsAndGoOnWhereTheyStopped() {
    server.stop();
    linkKey = StoppedDatabase.of(server).linkKey();
    server.setting("SWITCHBOARD_RECORDINGS_S3_BUCKET", "");
    server.setting("SWITCHBOARD_RECORDINGS_QUOTA_MB", Long.toString(QUOTA >> 20));
    server.start();
    try (RecordedCall call = RecordedCall.of(server, a, b)) {
      comesInParts(call.caller(), call.callee(), recorded(call));
    }
  }

  private void comesInParts(Terminal ada, Terminal bill, String recording) {
    Map<String, String> files = CheckSums.of(folders.stored(recording));
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
    assertThat(CheckSums.of(both)).isEqualTo(files.get(track));
    assertThat(rest.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment");
    assertThat(rest.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(rest.headers().firstValue("Cache-Control").orElse("")).contains("private");

    URI before = Downloads.location(Downloads.get(link(ada, inBucket, track(held(inBucket)))));
    assertThat(before.getPort()).as("what the bucket has is still there").isEqualTo(s3.port());
    resumesWithCurl(link, files.get(track));
    aLinkIsWorthNothingOnceItIsChanged(link, recording, track);
    aLinkIsWorthNothingOnceItHasExpired(link, recording, track);
    whatItsOwnerDeletesIsGoneForEverybody(ada, bill, link, recording);
  }

  private void resumesWithCurl(URI link, String checkSum) {
    Path file = server.data().resolve("resumed.webm");
    assertThat(Commands.run("curl", "-sf", "-r", "0-4999", "-o", file.toString(), link.toString()))
        .isZero();
    assertThat(Commands.run("curl", "-sf", "-C", "-", "-o", file.toString(), link.toString()))
        .isZero();
    assertThat(CheckSums.of(CheckSums.read(file))).isEqualTo(checkSum);
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

  private void aLinkIsWorthNothingOnceItHasExpired(URI link, String recording, String track) {
    String viewer = link.toString().replaceFirst(".*viewer=(.{22}).*", "$1");
    Instant now = Instant.now();
    assertThat(Downloads.get(signed(link, recording, track, viewer, now.plusSeconds(60))))
        .as("what is signed here is as good as a link of the server's")
        .extracting(HttpResponse::statusCode)
        .isEqualTo(200);
    URI none = URI.create(link.toString().replace("/" + track, "/none"));
    for (Instant until : List.of(now.minusSeconds(1), now.plusSeconds(3_600))) {
      HttpResponse<byte[]> answer = Downloads.get(signed(link, recording, track, viewer, until));
      assertThat(answer.statusCode()).as("good until " + until).isEqualTo(404);
      assertThat(words(answer)).as("says no more").isEqualTo(words(Downloads.get(none)));
    }
  }

  /** A link as the server makes it, good until then. */
  private URI signed(URI link, String recording, String file, String viewer, Instant until) {
    long seconds = until.getEpochSecond();
    String text = String.join("\n", recording, viewer, Long.toString(seconds), file);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(linkKey.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
      String signature =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
      String said = "?viewer=%s&until=%d&signature=%s".formatted(viewer, seconds, signature);
      return URI.create(link.toString().replaceFirst("\\?.*", said));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void whatItsOwnerDeletesIsGoneForEverybody(
      Terminal ada, Terminal bill, URI link, String recording) {
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
  @Order(3)
  void whoHasUsedUpTheQuotaCanRecordAgainOnceSomethingIsDeleted() {
    try (RecordedCall call = RecordedCall.ofLargePicture(server, a, b)) {
      String large = recorded(call);
      assertThat(folders.stored(large).stream().mapToLong(file -> file.toFile().length()).sum())
          .isGreaterThan(QUOTA);
      JsonNode refused = call.ask();
      assertThat(refused.path("code").asText()).isEqualTo("recording-quota");
      assertThat(refused.path("message").asText()).contains("used up").contains("Delete some");
      assertThat(folders.spooled()).isEmpty();
      call.caller()
          .forms()
          .form("recordings.xhtml", "#delete-form")
          .set("recording", large)
          .submit();
      assertThat(RecordedCall.type(call.ask())).isEqualTo("ok");
    }
  }
}
