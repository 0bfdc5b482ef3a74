package dev.switchboard.media.sdp;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Several encodings of one picture, sent at once (RFC 8853): {@code a=simulcast:send q;h;f}. A
 * semicolon stands between streams, a comma between alternatives for one stream, and a tilde before
 * a stream that is not sent for the time being.
 */
final class Simulcast {
  /** Browsers send three at most. */
  private static final int MAX_STREAMS = 4;

  private Simulcast() {}

  /**
   * The streams that a section offers to send, in the order of the offer; empty without simulcast.
   * Of alternatives the first that is described counts. A stream without a valid {@code a=rid} is
   * left out (section 5.2), and so is what is more than four.
   *
   * @throws BadSdpException if the attribute is malformed or there are two
   */
  static List<Rid> offered(MediaSection section) throws BadSdpException {
    List<String> values = section.all("simulcast");
    if (values.isEmpty()) {
      return List.of();
    }
    if (values.size() > 1) {
      throw new BadSdpException("A section of the offer has more than one a=simulcast.");
    }
    Map<String, Rid> known = Rid.sent(section);
    Map<String, Rid> sent = new LinkedHashMap<>();
    for (String alternatives : lists(values.get(0)).getOrDefault("send", "").split(";")) {
      Stream.of(alternatives.split(","))
          .flatMap(alternative -> described(known, alternative))
          .findFirst()
          .ifPresent(rid -> sent.putIfAbsent(rid.id(), rid));
    }
    return sent.values().stream().limit(MAX_STREAMS).toList();
  }

  private static Stream<Rid> described(Map<String, Rid> known, String alternative) {
    boolean paused = alternative.startsWith("~");
    return Stream.ofNullable(known.get(paused ? alternative.substring(1) : alternative))
        .map(rid -> rid.pausedIf(paused));
  }

  /** The lists of the two directions, of which one may be missing. */
  private static Map<String, String> lists(String value) throws BadSdpException {
    String[] words = value.trim().split(" +");
    Map<String, String> lists = new HashMap<>();
    for (int i = 0; i + 1 < words.length; i += 2) {
      boolean direction = words[i].equals("send") || words[i].equals("recv");
      if (direction && isList(words[i + 1])) {
        lists.put(words[i], words[i + 1]);
      }
    }
    if (lists.size() * 2 != words.length) {
      throw new BadSdpException("a=simulcast:" + value + " is malformed.");
    }
    return lists;
  }

  private static boolean isList(String list) {
    return Stream.of(list.split("[;,]", -1)).allMatch(id -> id.matches("~?" + Rid.ID));
  }
}
