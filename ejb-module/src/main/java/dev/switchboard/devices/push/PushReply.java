package dev.switchboard.devices.push;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What a push service made of a message.
 *
 * @param pause how long to wait before the message is sent again; with {@link Kind#LATER} only
 */
record PushReply(Kind kind, Duration pause) {

  /** The kinds of replies. */
  enum Kind {
    /** It will be delivered, if the browser is reached in time. */
    ACCEPTED,
    /** There is no such subscription any more (RFC 8030 section 7.3). */
    GONE,
    /** Too much, or too busy: the service says when to come again. */
    LATER,
    /** It will not be taken as it is; redirects are among these, since we follow none. */
    REFUSED,
    /** The service failed, and may be well again soon. */
    FAILED
  }

  /**
   * Reads a reply.
   *
   * @param retryAfter the header {@code Retry-After}: seconds, or a date (RFC 9110 section 10.2.3)
   */
  static PushReply of(int status, Optional<String> retryAfter, Instant now) {
    return switch (status) {
      case 404, 410 -> new PushReply(Kind.GONE, Duration.ZERO);
      case 429, 503 ->
          retryAfter
              .flatMap(text -> pause(text, now))
              .map(pause -> new PushReply(Kind.LATER, pause))
              .orElse(new PushReply(Kind.FAILED, Duration.ZERO));
      default -> {
        Kind kind = status >= 500 ? Kind.FAILED : status / 100 == 2 ? Kind.ACCEPTED : Kind.REFUSED;
        yield new PushReply(kind, Duration.ZERO);
      }
    };
  }

  private static Optional<Duration> pause(String text, Instant now) {
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
