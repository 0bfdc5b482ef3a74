package dev.switchboard.system;

import java.io.IOException;

/** Programs of the machine. */
final class Commands {
  private Commands() {}

  /** Runs one to its end; returns what it ends with. What it says is left out. */
  static int run(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
