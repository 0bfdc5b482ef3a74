package dev.switchboard.recordings.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Range} field of a request (RFC 9110 section 14.2) for bytes of a file: pure.
 *
 * <pre>
 * bytes=0-499        the first 500
 * bytes=9500-        all from 9500 on
 * bytes=-500         the last 500
 * bytes=0-0,-1       the first and the last
 * </pre>
 *
 * A field that can't be read, of another unit, or of ranges that would be a burden is ignored, as
 * section 14.2 allows: the whole file is sent.
 */
final class ByteRanges {
  /** Nobody who plays or resumes asks for more at once. */
  private static final int MOST = 16;

  private static final Pattern FIELD = Pattern.compile("(?i)bytes=(.*)");
  private static final Pattern RANGE = Pattern.compile("(\\d{0,18})-(\\d{0,18})");

  /** List members may be empty, and have blanks around them (section 5.6.1). */
  private static final Pattern COMMA = Pattern.compile("[ \\t]*,[ \\t]*");

  /**
   * A part of a file.
   *
   * @param first the first byte, from 0
   * @param last the last byte, itself included
   */
  record Part(long first, long last) {
    long length() {
      return last - first + 1;
    }

    /** As in {@code Content-Range} (section 14.4). */
    String of(long total) {
      return "bytes " + first + "-" + last + "/" + total;
    }

    private boolean overlaps(Part other) {
      return first <= other.last && other.first <= last;
    }
  }

  private ByteRanges() {}

  /**
   * The parts that a field asks for, in its order.
   *
   * @param total length of the file, bytes
   * @return empty where the whole file is to be sent; no parts where none of them exists, which is
   *     to be answered with 416
   */
  static Optional<List<Part>> read(String field, long total) {
    Matcher unit = FIELD.matcher(field.strip());
    if (!unit.matches()) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    int asked = 0;
    for (String member : COMMA.split(unit.group(1).strip(), -1)) {
      if (member.isEmpty()) {
        continue;
      }
      Matcher range = RANGE.matcher(member);
      if (!range.matches() || member.equals("-") || isBackwards(range) || ++asked > MOST) {
        return Optional.empty();
      }
      part(range, total).ifPresent(parts::add);
    }
    return asked == 0 || overlap(parts) ? Optional.empty() : Optional.of(parts);
  }

  private static boolean isBackwards(Matcher range) {
    return !range.group(1).isEmpty()
        && !range.group(2).isEmpty()
        && Long.parseLong(range.group(2)) < Long.parseLong(range.group(1));
  }

  private static Optional<Part> part(Matcher range, long total) {
    String from = range.group(1);
    String to = range.group(2);
    long first = from.isEmpty() ? Math.max(0, total - Long.parseLong(to)) : Long.parseLong(from);
    long last =
        from.isEmpty() || to.isEmpty() ? total - 1 : Math.min(total - 1, Long.parseLong(to));
    return first <= last ? Optional.of(new Part(first, last)) : Optional.empty();
  }

  /** Ranges over each other would have more sent than there is (section 17.15). */
  private static boolean overlap(List<Part> parts) {
    for (int i = 0; i < parts.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (parts.get(i).overlaps(parts.get(j))) {
          return true;
        }
      }
    }
    return false;
  }
}
