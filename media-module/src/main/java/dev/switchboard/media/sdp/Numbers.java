package dev.switchboard.media.sdp;

import java.util.Optional;

/** Decimal numbers without sign, as SDP writes them. */
final class Numbers {
  private Numbers() {}

  /** The number, if {@code text} is 1 to 10 ASCII digits and at most {@code max}. */
  static Optional<Integer> parse(String text, int max) {
    return parse(text, (long) max).map(Long::intValue);
  }

  static Optional<Long> parse(String text, long max) {
    if (text.isEmpty() || text.length() > 10) {
      return Optional.empty();
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return Optional.empty();
      }
      value = value * 10 + (digit - '0');
    }
    return value <= max ? Optional.of(value) : Optional.empty();
  }
}
