package dev.switchboard.recordings;

import dev.switchboard.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Keeps recordings in a bucket of any server that speaks S3, under a prefix, each with the prefix
 * of its id. Every part is sent with its check sum, which the server verifies.
 */
final class S3Storage implements RecordingStorage {
  /** Larger files go in parts of this size, so that a broken line costs one part. */
  static final int PART = 8 << 20;

  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  private static final String SCHEME = "s3";
  private static final int FORBIDDEN = 403;
  private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(5);

  /** Within an answer. */
  private static final Duration SILENCE_PATIENCE = Duration.ofSeconds(30);

  /** For a part to go, or an answer to begin; then it is tried again. */
  private static final Duration ATTEMPT_PATIENCE = Duration.ofSeconds(60);

  private final S3Client client;
  private final S3Presigner presigner;
  private final String bucket;
  private final String prefix;
  private final String probe;

  /**
   * The server and the bucket of the settings. Asks nobody anything.
   *
   * @param node this one, among those that keep their recordings there
   */
  static S3Storage of(S3Settings settings, String node) {
    return of(settings, node, SILENCE_PATIENCE);
  }

  /**
   * As {@link #of(S3Settings, String)}.
   *
   * @param silence after which an answer won't come any more
   */
  static S3Storage of(S3Settings settings, String node, Duration silence) {
    S3Configuration how =
        S3Configuration.builder()
            .pathStyleAccessEnabled(settings.endpoint().isPresent())
            // The check sum is in a header: not every server reads trailers.
            .chunkedEncodingEnabled(false)
            .build();
    S3ClientBuilder client =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECTION_PATIENCE)
                    .socketTimeout(silence))
            .overrideConfiguration(over -> over.apiCallAttemptTimeout(ATTEMPT_PATIENCE))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(how)
            .region(Region.of(settings.region()));
    S3Presigner.Builder presigner =
        S3Presigner.builder().serviceConfiguration(how).region(Region.of(settings.region()));
    settings.endpoint().ifPresent(client::endpointOverride);
    settings.endpoint().ifPresent(presigner::endpointOverride);
    settings
        .keys()
        .map(keys -> AwsBasicCredentials.create(keys.access(), keys.secret()))
        .map(StaticCredentialsProvider::create)
        .ifPresent(
            provider -> {
              client.credentialsProvider(provider);
              presigner.credentialsProvider(provider);
            });
    return new S3Storage(
        client.build(), presigner.build(), settings.bucket().orElse(""), settings.prefix(), node);
  }

  /**
   * @param prefix of every key; ends with a slash, or is empty
   */
  private S3Storage(
      S3Client client, S3Presigner presigner, String bucket, String prefix, String node) {
    this.client = client;
    this.presigner = presigner;
    this.bucket = bucket;
    this.prefix = prefix;
    this.probe = prefix + PROBE + node;
  }

  /** Whether a location is one of ours. */
  static boolean has(String location) {
    return location.startsWith(SCHEME + "://");
  }

  @Override
  public String location(RecordingId recording) {
    return SCHEME + "://" + bucket + "/" + prefix + recording.value();
  }

  @Override
  public Stored store(String location, String name, Path file) throws IOException {
    Place place = Place.of(location, name);
    return asking(
        () -> {
          try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            Stored stored = in.length() <= PART ? storeWhole(place, in) : storeInParts(place, in);
            long there =
                client.headObject(r -> r.bucket(place.bucket).key(place.key)).contentLength();
            if (there != stored.bytes()) {
              throw new IOException(
                  location + "/" + name + " has " + there + " bytes instead of " + stored.bytes());
            }
            return stored;
          }
        });
  }

  private Stored storeWhole(Place place, RandomAccessFile in) throws IOException {
    byte[] all = new byte[(int) in.length()];
    in.readFully(all);
    client.putObject(
        r -> r.bucket(place.bucket).key(place.key).contentMD5(md5(all)),
        RequestBody.fromBytes(all));
    return new Stored(all.length, HexFormat.of().formatHex(CheckSum.SHA_256.digest().digest(all)));
  }

  private Stored storeInParts(Place place, RandomAccessFile in) throws IOException {
    abortEarlier(place);
    String upload =
        client.createMultipartUpload(r -> r.bucket(place.bucket).key(place.key)).uploadId();
    try {
      MessageDigest digest = CheckSum.SHA_256.digest();
      List<CompletedPart> parts = new ArrayList<>();
      byte[] part = new byte[PART];
      for (int size = fill(in, part); size > 0; size = fill(in, part)) {
        byte[] sent = size == part.length ? part : Arrays.copyOf(part, size);
        digest.update(sent);
        parts.add(storePart(place, upload, parts.size() + 1, sent));
      }
      client.completeMultipartUpload(
          r ->
              r.bucket(place.bucket)
                  .key(place.key)
                  .uploadId(upload)
                  .multipartUpload(m -> m.parts(parts)));
      return new Stored(in.getFilePointer(), HexFormat.of().formatHex(digest.digest()));
    } catch (IOException | RuntimeException e) {
      try {
        abort(place, upload);
      } catch (SdkException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
  }

  private CompletedPart storePart(Place place, String upload, int number, byte[] bytes) {
    String tag =
        client
            .uploadPart(
                r ->
                    r.bucket(place.bucket)
                        .key(place.key)
                        .uploadId(upload)
                        .partNumber(number)
                        .contentMD5(md5(bytes)),
                RequestBody.fromBytes(bytes))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  /** Parts that nobody completes would be paid for. Nothing if it has ended by itself. */
  private void abort(Place place, String upload) {
    try {
      client.abortMultipartUpload(r -> r.bucket(place.bucket).key(place.key).uploadId(upload));
    } catch (NoSuchUploadException e) {
      LOG.debug("The upload of {} has ended meanwhile", place.key, e);
    }
  }

  /**
   * What a server has begun that was killed. If that can't be found out (not every server tells,
   * nor every identity may ask), it keeps no file from being stored or deleted.
   */
  private void abortEarlier(Place place) {
    try {
      abortAll(place);
    } catch (SdkException e) {
      LOG.warn("Parts of {} that an earlier try sent may still be in the bucket", place.key, e);
    }
  }

  /** Of all files whose keys begin like that. */
  private void abortAll(Place place) {
    client
        .listMultipartUploadsPaginator(r -> r.bucket(place.bucket).prefix(place.key))
        .uploads()
        .forEach(begun -> abort(new Place(place.bucket, begun.key()), begun.uploadId()));
  }

  private static int fill(RandomAccessFile in, byte[] part) throws IOException {
    int size = 0;
    for (int read = 0; size < part.length && read >= 0; size += Math.max(0, read)) {
      read = in.read(part, size, part.length - size);
    }
    return size;
  }

  private static String md5(byte[] bytes) {
    return Base64.getEncoder().encodeToString(CheckSum.MD5.digest().digest(bytes));
  }

  @Override
  public InputStream open(String location, String name, long from, long length) throws IOException {
    if (length == 0) {
      return InputStream.nullInputStream();
    }
    Place place = Place.of(location, name);
    String range = "bytes=" + from + "-" + (from + length - 1);
    return asking(() -> client.getObject(r -> r.bucket(place.bucket).key(place.key).range(range)));
  }

  @Override
  public Optional<URI> direct(
      String location, String name, String mediaType, boolean attachment, Duration good) {
    Place place = Place.of(location, name);
    String disposition = (attachment ? "attachment" : "inline") + "; filename=\"" + name + "\"";
    return Optional.of(
        URI.create(
            presigner
                .presignGetObject(
                    p ->
                        p.signatureDuration(good)
                            .getObjectRequest(
                                r ->
                                    r.bucket(place.bucket)
                                        .key(place.key)
                                        .responseContentType(mediaType)
                                        .responseContentDisposition(disposition)
                                        .responseCacheControl("private, no-cache")))
                .url()
                .toString()));
  }

  @Override
  public void delete(String location) throws IOException {
    Place home = Place.of(location, "");
    asking(
        () -> {
          client
              .listObjectsV2Paginator(r -> r.bucket(home.bucket).prefix(home.key))
              .contents()
              .forEach(found -> client.deleteObject(r -> r.bucket(home.bucket).key(found.key())));
          abortEarlier(home);
          return true;
        });
  }

  @Override
  public Set<RecordingId> held() throws IOException {
    return asking(
        () ->
            client
                .listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix).delimiter("/"))
                .commonPrefixes()
                .stream()
                .map(each -> each.prefix().substring(prefix.length()).replaceFirst("/$", ""))
                .filter(Secrets::isId)
                .map(RecordingId::new)
                .collect(Collectors.toSet()));
  }

  /** A bucket does not tell. */
  @Override
  public long freeSpace() {
    return Long.MAX_VALUE;
  }

  @Override
  public void trial() throws IOException {
    byte[] written = Secrets.token().getBytes(StandardCharsets.US_ASCII);
    asking(
        () -> {
          client.putObject(
              r -> r.bucket(bucket).key(probe).contentMD5(md5(written)),
              RequestBody.fromBytes(written));
          byte[] read = client.getObjectAsBytes(r -> r.bucket(bucket).key(probe)).asByteArray();
          client.deleteObject(r -> r.bucket(bucket).key(probe));
          if (!MessageDigest.isEqual(written, read)) {
            throw new IOException("What was written to " + bucket + " is not what is read");
          }
          return true;
        });
  }

  @Override
  public void close() {
    client.close();
    presigner.close();
  }

  /** What is asked of the server. */
  private interface Question<T> {
    T ask() throws IOException;
  }

  private static <T> T asking(Question<T> question) throws IOException {
    try {
      return question.ask();
    } catch (NoSuchKeyException e) {
      throw new NoSuchFileException(e.getMessage());
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  private static IOException failure(SdkException e) {
    if (e instanceof SdkServiceException answer && answer.statusCode() == FORBIDDEN) {
      IOException refused = new AccessDeniedException("S3", null, e.getMessage());
      refused.initCause(e);
      return refused;
    }
    return new IOException("S3: " + e.getMessage(), e);
  }

  /** Bucket and key of a file, by the location that was written down when it was stored. */
  private record Place(String bucket, String key) {
    static Place of(String location, String name) {
      URI uri = URI.create(location);
      return new Place(uri.getAuthority(), uri.getPath().substring(1) + "/" + name);
    }
  }
}
