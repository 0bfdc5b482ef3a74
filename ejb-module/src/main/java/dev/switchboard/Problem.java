package dev.switchboard;

import java.util.List;
import java.util.Locale;

/**
 * A refusal that belongs to one field of what was sent.
 *
 * @param field the field's name, as the parameter is called
 * @param message why
 * @param arguments for the sentence, as {@link Message} says
 */
public record Problem(String field, Message message, List<?> arguments) {

  /** A problem with a field. */
  public static Problem at(String field, Message message, Object... arguments) {
    return new Problem(field, message, List.of(arguments));
  }

  /** The sentence in a language. */
  public String text(Locale locale) {
    return message.text(locale, arguments);
  }
}
