package dev.switchboard.recordings;

import dev.switchboard.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the operator decides about recordings.
 *
 * @param consent {@code SWITCHBOARD_RECORDING_CONSENT_SECONDS}, default 20: for a party to consent
 * @param folder {@code SWITCHBOARD_RECORDINGS_FOLDER}, default {@code recordings} in the data
 *     folder: where finished recordings are kept
 * @param spool the folder into which running ones are written: {@code spool} in the data folder
 * @param quota {@code SWITCHBOARD_RECORDINGS_QUOTA_MB}, default 0, none: bytes that the recordings
 *     which one account asked for may take; a new one may still exceed it
 * @param retention {@code SWITCHBOARD_RECORDINGS_RETENTION_DAYS}, default 0, for ever: for which a
 *     recording is kept, from its end; those that are there keep the time that they were given
 * @param s3 a bucket instead of the folder
 */
public record RecordingSettings(
    Duration consent,
    Path folder,
    Path spool,
    OptionalLong quota,
    Optional<Duration> retention,
    S3Settings s3) {
  private static final long MEBIBYTE = 1 << 20;

  /** Whether an account whose recordings take so many bytes may ask for another. */
  boolean hasRoomBeside(long bytes) {
    return quota.isEmpty() || bytes < quota.getAsLong();
  }

  /**
   * Reads the settings.
   *
   * @param data the server's data folder
   * @throws IllegalArgumentException naming the variable whose value can't be right
   */
  public static RecordingSettings from(Environment environment, Path data) {
    int quota = environment.number("SWITCHBOARD_RECORDINGS_QUOTA_MB", 0, 0, 100_000_000);
    int days = environment.number("SWITCHBOARD_RECORDINGS_RETENTION_DAYS", 0, 0, 36_500);
    return new RecordingSettings(
        Duration.ofSeconds(
            environment.number("SWITCHBOARD_RECORDING_CONSENT_SECONDS", 20, 1, 3_600)),
        Path.of(
            environment.text(
                "SWITCHBOARD_RECORDINGS_FOLDER", data.resolve("recordings").toString())),
        data.resolve("spool"),
        quota == 0 ? OptionalLong.empty() : OptionalLong.of(quota * MEBIBYTE),
        days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days)),
        S3Settings.from(environment));
  }
}
