package dev.switchboard.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that browsers take for what a camera sees, or a microphone hears. */
final class FakeDevices {
  private FakeDevices() {}

  /** Where such a file belongs; whatever is there from the tests before is replaced. */
  static Path file(String name) throws IOException {
    Path folder = Files.createDirectories(Path.of("target/fake-devices"));
    return folder.toAbsolutePath().resolve(name);
  }
}
