package dev.switchboard.media.recording;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * As much of JSON (RFC 8259) as a manifest needs: objects, arrays, strings, numbers and booleans,
 * as maps, lists, strings, numbers and booleans. The server has a library for it, this one has not.
 */
final class Json {
  private static final int MOST_DEPTH = 16;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, "\n", out);
    return out.append('\n').toString();
  }

  private static void write(Object value, String indent, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator).append(indent).append("  ");
        string(entry.getKey().toString(), out);
        out.append(": ");
        write(entry.getValue(), indent + "  ", out);
        separator = ",";
      }
      out.append(map.isEmpty() ? "{}" : indent + "}");
    } else if (value instanceof List<?> list) {
      String separator = "[";
      for (Object each : list) {
        out.append(separator).append(indent).append("  ");
        write(each, indent + "  ", out);
        separator = ",";
      }
      out.append(list.isEmpty() ? "[]" : indent + "]");
    } else if (value instanceof String string) {
      string(string, out);
    } else {
      out.append(value);
    }
  }

  private static void string(String value, StringBuilder out) {
    out.append('"');
    for (char each : value.toCharArray()) {
      if (each == '"' || each == '\\') {
        out.append('\\').append(each);
      } else if (each < 0x20) {
        out.append(String.format("\\u%04x", (int) each));
      } else {
        out.append(each);
      }
    }
    out.append('"');
  }

  /**
   * Reads one value; numbers as {@link Double}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static Object read(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.space();
    if (json.at < text.length()) {
      throw json.unexpected();
    }
    return value;
  }

  private Object value(int depth) {
    if (depth > MOST_DEPTH) {
      throw unexpected();
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> {
        at++;
        yield string();
      }
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    while (peek() != '}') {
      if (!map.isEmpty()) {
        skip(',');
      }
      skip('"');
      String key = string();
      skip(':');
      map.put(key, value(depth + 1));
    }
    at++;
    return map;
  }

  private List<Object> array(int depth) {
    List<Object> list = new ArrayList<>();
    at++;
    while (peek() != ']') {
      if (!list.isEmpty()) {
        skip(',');
      }
      list.add(value(depth + 1));
    }
    at++;
    return list;
  }

  private void skip(char wanted) {
    if (peek() != wanted) {
      throw unexpected();
    }
    at++;
  }

  /** Behind its opening quotation mark. */
  private String string() {
    StringBuilder out = new StringBuilder();
    while (next() != '"') {
      char each = text.charAt(at++);
      out.append(each == '\\' ? escaped() : each);
    }
    at++;
    return out.toString();
  }

  private char escaped() {
    char kind = next();
    at++;
    return switch (kind) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw unexpected();
        }
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> kind;
    };
  }

  private Object word(String word, Object meaning) {
    if (!text.startsWith(word, at)) {
      throw unexpected();
    }
    at += word.length();
    return meaning;
  }

  private Object number() {
    int from = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return Double.valueOf(text.substring(from, at));
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    space();
    return next();
  }

  private char next() {
    if (at >= text.length()) {
      throw unexpected();
    }
    return text.charAt(at);
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("No JSON at " + at);
  }
}
