package dev.switchboard.benchmarks;

import dev.switchboard.media.transport.MediaLoop;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Asking a loop from another thread. */
final class Loops {
  private Loops() {}

  /** Runs {@code work} on the loop and waits for what it gives. */
  static <T> T call(MediaLoop loop, Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            result.complete(work.get());
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result.join();
  }
}
