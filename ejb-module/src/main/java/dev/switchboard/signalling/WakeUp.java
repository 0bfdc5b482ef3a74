package dev.switchboard.signalling;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What the service worker of a terminal is pushed while no page of it is open; it shows a
 * notification for each, and a later one of a call takes the place of the earlier.
 *
 * @param from who calls
 * @param ringSeconds how long the call can be answered; with {@code invitation} only
 * @param url the path of the page that the notification leads to
 * @param title as {@code body}, in the language of the terminal's user
 */
public record WakeUp(
    Kind kind,
    String call,
    ServerMessage.Party from,
    @Nullable Integer ringSeconds,
    String url,
    String title,
    String body) {

  /** What it is about. */
  public enum Kind {
    /** Somebody calls. */
    INVITATION("invitation"),
    /** There is nothing to answer any more. */
    OVER("over");

    private final String wire;

    Kind(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }
}
