package dev.switchboard.devices;

import dev.switchboard.Message;
import java.util.List;
import java.util.Locale;

/** What a caller learns of a callee (S1.4). */
public sealed interface LookUpResult {
  /**
   * The devices from which the caller may choose; at least one. Those that can be reached come
   * first.
   */
  record Found(Callee callee, List<DeviceEntry> devices) implements LookUpResult {}

  /** There is nothing to choose from, for a reason that privacy allows. */
  record Failed(Message reason, List<?> arguments) implements LookUpResult {
    /** The sentence in a language. */
    public String text(Locale locale) {
      return reason.text(locale, arguments);
    }
  }

  /**
   * Too many look-ups.
   *
   * @param seconds to wait before the next, at least 1
   */
  record TooMany(long seconds) implements LookUpResult {
    /** The sentence in a language. */
    public String text(Locale locale) {
      return Message.LOOK_UP_TOO_MANY.text(locale, List.of(seconds));
    }
  }
}
