package dev.switchboard.operation;

/** Ends a start that can't succeed with one line for the operator, instead of half a server. */
final class CannotStart {
  private CannotStart() {}

  /**
   * Says why and ends the process with status 1. It is halted, not shut down: nothing has been
   * accepted yet, and an orderly shutdown would wait for the very deployment that calls this.
   */
  static void because(String reason) {
    Announcements.say(reason);
    Runtime.getRuntime().halt(1);
  }
}
