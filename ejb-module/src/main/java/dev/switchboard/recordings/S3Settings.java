package dev.switchboard.recordings;

import dev.switchboard.Environment;
import java.net.URI;
import java.util.Optional;

/**
 * A bucket for recordings, on any server that speaks S3.
 *
 * @param bucket {@code SWITCHBOARD_RECORDINGS_S3_BUCKET}: where new recordings go; empty: they go
 *     to the folder, and the rest is for those that a bucket has
 * @param endpoint {@code SWITCHBOARD_RECORDINGS_S3_ENDPOINT}, as {@code https://host:port}: of
 *     another server than Amazon's, which is asked with the bucket in the path
 * @param region {@code SWITCHBOARD_RECORDINGS_S3_REGION}, default {@code us-east-1}
 * @param prefix {@code SWITCHBOARD_RECORDINGS_S3_PREFIX}, default none: of all keys; empty, or ends
 *     with a slash
 * @param keys {@code SWITCHBOARD_RECORDINGS_S3_ACCESS_KEY} and {@code …_SECRET_KEY}; without them
 *     those that the machine has (environment, profile, role)
 */
public record S3Settings(
    Optional<String> bucket,
    Optional<URI> endpoint,
    String region,
    String prefix,
    Optional<Keys> keys) {
  private static final String BUCKET = "SWITCHBOARD_RECORDINGS_S3_BUCKET";
  private static final String ENDPOINT = "SWITCHBOARD_RECORDINGS_S3_ENDPOINT";
  private static final String REGION = "SWITCHBOARD_RECORDINGS_S3_REGION";
  private static final String PREFIX = "SWITCHBOARD_RECORDINGS_S3_PREFIX";
  private static final String ACCESS_KEY = "SWITCHBOARD_RECORDINGS_S3_ACCESS_KEY";
  private static final String SECRET_KEY = "SWITCHBOARD_RECORDINGS_S3_SECRET_KEY";

  /** Who the server is, and the proof of it. */
  public record Keys(String access, String secret) {
    /** Without the secret: this may be logged. */
    @Override
    public String toString() {
      return access;
    }
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the variable whose value can't be right
   */
  static S3Settings from(Environment environment) {
    return new S3Settings(
        matching(environment, BUCKET, "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "the name of a bucket"),
        Optional.of(environment.text(ENDPOINT, ""))
            .filter(text -> !text.isEmpty())
            .map(S3Settings::endpoint),
        matching(environment, REGION, "[a-z0-9-]{1,40}", "the name of a region")
            .orElse("us-east-1"),
        matching(environment, PREFIX, "\\w[\\w./-]{0,199}", "letters, digits and any of _ . / -")
            .map(prefix -> prefix.endsWith("/") ? prefix : prefix + "/")
            .orElse(""),
        keys(environment));
  }

  private static Optional<String> matching(
      Environment environment, String name, String pattern, String what) {
    String value = environment.text(name, "");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.matches(pattern)) {
      throw new IllegalArgumentException("%s must be %s: %s".formatted(name, what, value));
    }
    return Optional.of(value);
  }

  private static URI endpoint(String text) {
    if (!text.matches("https?://[A-Za-z0-9.:\\[\\]-]+/?")) {
      throw new IllegalArgumentException(
          "%s must be the address of a server, as https://host:port: %s".formatted(ENDPOINT, text));
    }
    return URI.create(text.replaceFirst("/$", ""));
  }

  private static Optional<Keys> keys(Environment environment) {
    String access = environment.text(ACCESS_KEY, "");
    String secret = environment.text(SECRET_KEY, "");
    if (access.isEmpty() != secret.isEmpty()) {
      throw new IllegalArgumentException(
          "%s and %s must be set both, or neither".formatted(ACCESS_KEY, SECRET_KEY));
    }
    return access.isEmpty() ? Optional.empty() : Optional.of(new Keys(access, secret));
  }
}
