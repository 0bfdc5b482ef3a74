package dev.switchboard.signalling;

import org.jspecify.annotations.Nullable;

/** The checks that the records make on their own fields, so that no invalid message can exist. */
final class Fields {
  /** Longest id of the protocol's own (calls, look-ups, devices), in characters. */
  private static final int MAX_OPAQUE_ID = 64;

  /** Longest request id that a terminal may choose, in characters. */
  private static final int MAX_REQUEST_ID = 40;

  private Fields() {}

  static String requestId(@Nullable String value) {
    return line(value, "id", MAX_REQUEST_ID);
  }

  static String opaqueId(@Nullable String value, String field) {
    return line(value, field, MAX_OPAQUE_ID);
  }

  /** A text of 1 to {@code max} characters. */
  static String text(@Nullable String value, String field, int max) {
    String present = present(value, field);
    if (present.isEmpty() || present.length() > max) {
      throw new InvalidField(field, field + " must have 1 to " + max + " characters");
    }
    return present;
  }

  /** As {@link #text}, without control characters: it is stored, compared, or shown. */
  static String line(@Nullable String value, String field, int max) {
    String text = text(value, field, max);
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidField(field, field + " must not have control characters");
    }
    return text;
  }

  static <T> T present(@Nullable T value, String field) {
    if (value == null) {
      throw new InvalidField(field, field + " is missing");
    }
    return value;
  }

  static long notNegative(@Nullable Long value, String field) {
    long present = present(value, field);
    if (present < 0) {
      throw new InvalidField(field, field + " must not be negative");
    }
    return present;
  }
}
