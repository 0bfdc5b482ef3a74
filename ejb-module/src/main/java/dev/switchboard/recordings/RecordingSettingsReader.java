package dev.switchboard.recordings;

import dev.switchboard.Environment;
import dev.switchboard.calls.CallSettings;
import dev.switchboard.operation.Starting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** Reads the settings once, and makes the storages that they name. */
@ApplicationScoped
public class RecordingSettingsReader {
  void check(@Observes Starting starting) {
    settings();
    films();
  }

  @Produces
  @Singleton
  RecordingSettings settings() {
    return RecordingSettings.from(Environment.ofProcess(), data());
  }

  @Produces
  @Singleton
  FilmSettings films() {
    return FilmSettings.from(Environment.ofProcess(), data());
  }

  /** Where {@code ./dev start} keeps the server's data. */
  private static Path data() {
    return Path.of(System.getProperty("switchboard.data", "data")).toAbsolutePath();
  }

  @Produces
  @Singleton
  RecordingStorage storage(CallSettings calls) {
    return new RecordingStorages(settings().folder(), settings().s3(), calls.node());
  }

  void close(@Disposes RecordingStorage storage) {
    storage.close();
  }
}
