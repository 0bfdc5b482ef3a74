package dev.switchboard.media.transport;

/** Something that was started and can be stopped. */
@FunctionalInterface
public interface Cancellable {
  /** From any thread; again or too late does nothing. */
  void cancel();
}
