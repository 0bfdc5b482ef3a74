package dev.switchboard.media.sdp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A stream that a terminal sends, told from the others of its section by a name in a header
 * extension: {@code a=rid:<id> send [pt=<payload types>;][<restriction>=<value>;...]} (RFC 8851
 * section 10).
 *
 * @param id letters, digits, hyphens and underlines; at most 255, as the extension can hold
 * @param payloadTypes those that it is restricted to, empty if it is not
 * @param restrictions of its format, as they were offered
 * @param paused whether the terminal does not send it for the time being (RFC 8853 section 5.1)
 */
public record Rid(
    String id, List<Integer> payloadTypes, Map<String, String> restrictions, boolean paused) {
  static final String ID = "[A-Za-z0-9_-]{1,255}";

  private static final Pattern SENT = Pattern.compile("(" + ID + ") +send(?: +(.*))?");

  /** RFC 8851 section 5. A stream that depends on others is no encoding that can be shown alone. */
  private static final Set<String> KNOWN =
      Set.of("max-width", "max-height", "max-fps", "max-fs", "max-br", "max-pps", "max-bpp");

  public Rid {
    payloadTypes = List.copyOf(payloadTypes);
    restrictions = Collections.unmodifiableMap(new LinkedHashMap<>(restrictions));
  }

  /**
   * The streams that a section offers to send, by their ids. Lines that are malformed, that repeat
   * an id or that have restrictions which we don't know are left out, as RFC 8851 section 6.2.2
   * wants.
   */
  static Map<String, Rid> sent(MediaSection section) {
    Map<String, Rid> rids = new LinkedHashMap<>();
    for (String line : section.all("rid")) {
      read(line.trim()).ifPresent(rid -> rids.put(rid.id, rid));
    }
    Map<String, Long> uses =
        section.all("rid").stream()
            .collect(Collectors.groupingBy(l -> l.trim().split(" ", 2)[0], Collectors.counting()));
    rids.keySet().removeIf(id -> uses.getOrDefault(id, 0L) > 1);
    return rids;
  }

  private static Optional<Rid> read(String line) {
    Matcher matcher = SENT.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<Integer> payloadTypes = List.of();
    Map<String, String> restrictions = new LinkedHashMap<>();
    String parameters = Optional.ofNullable(matcher.group(2)).orElse("").trim();
    for (String parameter : parameters.isEmpty() ? new String[0] : parameters.split(";")) {
      String[] parts = parameter.trim().split("=", 2);
      String value = parts.length == 2 ? parts[1] : "";
      if (parts[0].equals("pt")) {
        payloadTypes = numbers(value);
        if (payloadTypes.isEmpty()) {
          return Optional.empty();
        }
      } else if (!KNOWN.contains(parts[0]) || restrictions.put(parts[0], value) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new Rid(matcher.group(1), payloadTypes, restrictions, false));
  }

  /** Empty if one of them is no payload type. */
  private static List<Integer> numbers(String list) {
    List<Optional<Integer>> numbers =
        List.of(list.split(",")).stream().map(text -> Numbers.parse(text, 127)).toList();
    return numbers.stream().allMatch(Optional::isPresent)
        ? numbers.stream().flatMap(Optional::stream).toList()
        : List.of();
  }

  Rid pausedIf(boolean changed) {
    return new Rid(id, payloadTypes, restrictions, changed);
  }

  /** Whether it can be sent in one of these codecs. */
  boolean fits(List<Codec> codecs) {
    return payloadTypes.isEmpty()
        || codecs.stream().anyMatch(codec -> payloadTypes.contains(codec.payloadType()));
  }

  /** The value of the line that accepts it: the same restrictions, and no other payload types. */
  String accepted(List<Codec> codecs) {
    StringBuilder text = new StringBuilder();
    String types =
        payloadTypes.stream()
            .filter(type -> codecs.stream().anyMatch(codec -> codec.payloadType() == type))
            .map(Object::toString)
            .collect(Collectors.joining(","));
    if (!types.isEmpty()) {
      text.append("pt=").append(types);
    }
    restrictions.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : ";")
                .append(name)
                .append(value.isEmpty() ? "" : "=" + value));
    return id + " recv" + (text.isEmpty() ? "" : " " + text);
  }
}
