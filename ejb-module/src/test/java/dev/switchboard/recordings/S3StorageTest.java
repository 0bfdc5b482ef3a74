package dev.switchboard.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Against a server that speaks S3, in a process of its own. */
class S3StorageTest {
  private static final Path JAR = Path.of("target/s3proxy/s3proxy.jar");
  private static final String PREFIX = "calls/2026/";

  @TempDir private static Path shared;
  private static S3Server server;

  private final RecordingId recording = RecordingId.random();
  @TempDir private Path folder;
  private S3Storage storage;
  private String location;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(shared, JAR);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void connect() {
    storage = storage(Map.of());
    location = storage.location(recording);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private static S3Storage storage(Map<String, String> other) {
    return S3Storage.of(settings(other), "node1");
  }

  private static S3Settings settings(Map<String, String> other) {
    Map<String, String> all = new HashMap<>(server.settings());
    all.put("SWITCHBOARD_RECORDINGS_S3_PREFIX", PREFIX);
    all.putAll(other);
    return S3Settings.from(new Environment(all));
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("source"), content);
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }

  private static byte[] read(InputStream stream) throws IOException {
    try (stream) {
      return stream.readAllBytes();
    }
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(CheckSum.SHA_256.digest().digest(bytes));
  }

  /** What the server has of the recording, by the files under its bucket. */
  private List<Path> held() throws IOException {
    try (Stream<Path> all = Files.walk(shared.resolve("data").resolve(S3Server.BUCKET))) {
      return all.filter(Files::isRegularFile)
          .filter(each -> each.toString().contains(recording.value()))
          .toList();
    }
  }

  @Test
  void keepsAFileWithItsCheckSum() throws IOException {
    byte[] content = noise(100_000);
    assertThat(storage.store(location, "caller-1.webm", file(content)))
        .isEqualTo(new RecordingStorage.Stored(100_000, sha256(content)));
    assertThat(location).isEqualTo("s3://recordings/" + PREFIX + recording);
    assertThat(read(storage.open(location, "caller-1.webm", 0, 100_000))).isEqualTo(content);
    assertThat(held()).hasSize(1);
  }

  @Test
  void keepsALargeFileThatGoesInParts() throws IOException {
    byte[] content = noise(2 * S3Storage.PART + 12_345);
    assertThat(storage.store(location, "caller-1.webm", file(content)))
        .isEqualTo(new RecordingStorage.Stored(content.length, sha256(content)));
    byte[] around = read(storage.open(location, "caller-1.webm", S3Storage.PART - 5, 10));
    for (int i = 0; i < around.length; i++) {
      assertThat(around[i]).isEqualTo(content[S3Storage.PART - 5 + i]);
    }
    assertThat(sha256(read(storage.open(location, "caller-1.webm", 0, content.length))))
        .isEqualTo(sha256(content));
  }

  /** A server that is killed says no goodbye to what it has begun. */
  @Test
  void takesBackWhatAKillLeftHalfSentWhenItSendsOrDeletesIt() throws IOException {
    try (S3Client killed = client()) {
      begin(killed, "caller-1.webm");
      begin(killed, "callee-1.webm");
      byte[] content = noise(S3Storage.PART + 1);
      assertThat(storage.store(location, "caller-1.webm", file(content)).checkSum())
          .isEqualTo(sha256(content));
      assertThat(begun(killed)).containsExactly(key("callee-1.webm"));
      storage.delete(location);
      assertThat(begun(killed)).isEmpty();
      assertThat(held()).isEmpty();
    }
  }

  private static S3Client client() {
    S3Settings settings = settings(Map.of());
    S3Settings.Keys keys = settings.keys().orElseThrow();
    return S3Client.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .endpointOverride(settings.endpoint().orElseThrow())
        .region(Region.of(settings.region()))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(keys.access(), keys.secret())))
        .build();
  }

  private String key(String name) {
    return PREFIX + recording + "/" + name;
  }

  private void begin(S3Client client, String name) {
    String upload =
        client.createMultipartUpload(r -> r.bucket(S3Server.BUCKET).key(key(name))).uploadId();
    client.uploadPart(
        r -> r.bucket(S3Server.BUCKET).key(key(name)).uploadId(upload).partNumber(1),
        RequestBody.fromBytes(noise(S3Storage.PART)));
  }

  private List<String> begun(S3Client client) {
    return client
        .listMultipartUploads(r -> r.bucket(S3Server.BUCKET).prefix(key("")))
        .uploads()
        .stream()
        .map(MultipartUpload::key)
        .toList();
  }

  @Test
  void storesTheSameFileAgainAndEmptyOnes() throws IOException {
    storage.store(location, "a", file(noise(10)));
    storage.store(location, "a", file(noise(20)));
    assertThat(read(storage.open(location, "a", 0, 20))).isEqualTo(noise(20));
    assertThat(storage.store(location, "b", file(new byte[0])).bytes()).isZero();
    assertThat(read(storage.open(location, "b", 0, 0))).isEmpty();
  }

  @Test
  void deletesARecordingAsAWholeAndAgainAndNoOther() throws IOException {
    String other = storage.location(RecordingId.random());
    storage.store(other, "a", file(noise(3)));
    storage.store(location, "a", file(noise(1)));
    storage.store(location, "b", file(noise(2)));
    assertThat(storage.held()).contains(recording);
    storage.delete(location);
    storage.delete(location);
    assertThat(held()).isEmpty();
    assertThat(storage.held()).doesNotContain(recording).isNotEmpty();
    assertThat(read(storage.open(other, "a", 0, 3))).isEqualTo(noise(3));
    assertThatThrownBy(() -> storage.open(location, "a", 0, 1))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void givesAnAddressThatNeedsNoKeyForAWhile() throws Exception {
    storage.store(location, "caller-1.webm", file("0123456789".getBytes(StandardCharsets.UTF_8)));
    URI address =
        storage
            .direct(location, "caller-1.webm", "video/webm", true, Duration.ofMinutes(5))
            .orElseThrow();
    HttpResponse<String> answer = get(address);
    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo("3456");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"caller-1.webm\"");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("video/webm");
    assertThat(get(URI.create(address.toString().replace("caller-1", "callee-1"))).statusCode())
        .isEqualTo(403);
  }

  private static HttpResponse<String> get(URI address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(address).header("Range", "bytes=3-6").build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aTrialShowsThatItCanBeUsed() throws IOException {
    storage.trial();
    assertThat(storage.freeSpace()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aServerThatRefusesIsAFailureAndNothingIsLost() throws IOException {
    Path file = file(noise(10));
    try (S3Storage wrong =
            storage(Map.of("SWITCHBOARD_RECORDINGS_S3_SECRET_KEY", "another secret"));
        S3Storage nowhere = storage(Map.of("SWITCHBOARD_RECORDINGS_S3_BUCKET", "no-bucket"))) {
      for (S3Storage refused : List.of(wrong, nowhere)) {
        String place = refused.location(recording);
        assertThatThrownBy(refused::trial)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("S3");
        assertThatThrownBy(() -> refused.store(place, "a", file)).isInstanceOf(IOException.class);
      }
    }
    assertThat(held()).isEmpty();
    storage.store(location, "a", file);
    assertThat(held()).hasSize(1);
  }

  @Test
  void aServerThatRefusesOurKeysIsToldFromOneThatIsAway() throws IOException {
    server.stop();
    server.startRefusing();
    assertThatThrownBy(storage::trial).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> storage.delete(location)).isInstanceOf(AccessDeniedException.class);
    server.stop();
    server.start();
    storage.trial();
  }

  @Test
  void aServerThatIsStoppedIsAFailureUntilItIsBack() throws IOException {
    byte[] content = noise(S3Storage.PART + 1);
    Path file = file(content);
    server.stop();
    assertThatThrownBy(storage::trial).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> storage.store(location, "a", file)).isInstanceOf(IOException.class);
    server.start();
    storage.trial();
    assertThat(storage.store(location, "a", file).checkSum()).isEqualTo(sha256(content));
  }

  @Test
  void aServerThatSaysNothingIsAFailureAfterAWhile() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        S3Storage storage =
            S3Storage.of(
                settings(
                    Map.of(
                        "SWITCHBOARD_RECORDINGS_S3_ENDPOINT",
                        "http://127.0.0.1:" + silent.getLocalPort())),
                "node1",
                Duration.ofMillis(200))) {
      assertThatThrownBy(storage::trial).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatIsInAFolderIsReadWhileNewOnesGoToTheBucketAndTheOtherWayRound() throws IOException {
    Path recordings = folder.resolve("recordings");
    try (RecordingStorages before =
            new RecordingStorages(recordings, S3Settings.from(new Environment(Map.of())), "node1");
        RecordingStorages after = new RecordingStorages(recordings, settings(Map.of()), "node1");
        RecordingStorages back =
            new RecordingStorages(
                recordings, settings(Map.of("SWITCHBOARD_RECORDINGS_S3_BUCKET", "")), "node1")) {
      String inFolder = before.location(recording);
      before.store(inFolder, "a", file(noise(5)));
      String inBucket = after.location(recording);
      after.store(inBucket, "a", file(noise(6)));
      assertThat(inFolder).startsWith("file:/");
      assertThat(back.location(recording)).isEqualTo(inFolder);
      for (RecordingStorages each : List.of(after, back)) {
        assertThat(read(each.open(inFolder, "a", 0, 5))).isEqualTo(noise(5));
        assertThat(read(each.open(inBucket, "a", 0, 6))).isEqualTo(noise(6));
        assertThat(each.direct(inFolder, "a", "x/y", false, Duration.ofMinutes(1))).isEmpty();
        assertThat(each.direct(inBucket, "a", "x/y", false, Duration.ofMinutes(1))).isPresent();
      }
      back.delete(inBucket);
      assertThat(after.held()).doesNotContain(recording);
      assertThat(back.held()).contains(recording);
    }
  }
}
