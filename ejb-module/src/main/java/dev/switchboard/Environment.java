package dev.switchboard;

import java.util.Map;

/**
 * Reads settings from environment variables. A value that can't be right stops the start with a
 * sentence that names the variable, instead of a server that behaves differently from what its
 * operator meant.
 *
 * @param variables as of {@code System.getenv()}
 */
public record Environment(Map<String, String> variables) {

  /** The variables of this process. */
  public static Environment ofProcess() {
    return new Environment(System.getenv());
  }

  /** The variable's text, or the preset one if it is absent or blank. */
  public String text(String name, String preset) {
    String value = variables.getOrDefault(name, "").strip();
    return value.isEmpty() ? preset : value;
  }

  /**
   * The variable's whole number.
   *
   * @throws IllegalArgumentException if it is no number from {@code least} to {@code most}
   */
  public int number(String name, int preset, int least, int most) {
    String value = text(name, Integer.toString(preset));
    if (!value.matches("-?[0-9]{1,9}")
        || Integer.parseInt(value) < least
        || Integer.parseInt(value) > most) {
      throw new IllegalArgumentException(
          "%s must be a number from %d to %d: %s".formatted(name, least, most, value));
    }
    return Integer.parseInt(value);
  }

  /**
   * Whether the variable is {@code true}.
   *
   * @throws IllegalArgumentException if it is neither that nor {@code false}
   */
  public boolean flag(String name, boolean preset) {
    String value = text(name, Boolean.toString(preset));
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException("%s must be true or false: %s".formatted(name, value));
    }
    return value.equals("true");
  }
}
