package dev.switchboard.media.sdp;

import java.util.ArrayList;
import java.util.List;

/** Reads the lines of one description. Used once. */
final class SdpReader {
  /** Chromium's offer of one audio and one video section has about 8 KiB. */
  static final int MAX_LENGTH = 64 * 1024;

  static final int MAX_LINE = 4_096;
  static final int MAX_SECTIONS = 32;
  static final int MAX_FORMATS = 128;

  private String origin = "";
  private String name = "-";
  private final List<Attribute> sessionAttributes = new ArrayList<>();
  private final List<MediaSection> sections = new ArrayList<>();

  /** The {@code m=} line being read, which takes the connection and attributes that follow it. */
  private String media = "";

  private String connection = "";
  private List<Attribute> attributes = sessionAttributes;
  private int number;

  SessionDescription read(String text) throws BadSdpException {
    if (text.length() > MAX_LENGTH) {
      throw new BadSdpException("The session description is larger than 64 KiB.");
    }
    if (!text.startsWith("v=0")) {
      throw new BadSdpException("The session description does not begin with v=0.");
    }
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      boolean returned = end > start && text.charAt(end - 1) == '\r';
      number++;
      line(text.substring(start, returned ? end - 1 : end));
      start = end + 1;
    }
    closeSection();
    if (origin.isEmpty()) {
      throw new BadSdpException("The session description has no o= line.");
    }
    return new SessionDescription(origin, name, sessionAttributes, sections);
  }

  private void line(String line) throws BadSdpException {
    if (line.isEmpty()) {
      return;
    }
    if (line.length() > MAX_LINE) {
      throw bad("is longer than " + MAX_LINE + " characters");
    }
    if (line.length() < 2 || line.charAt(1) != '=') {
      throw bad("is not of the form x=value");
    }
    if (line.indexOf('\0') >= 0 || line.indexOf('\r') >= 0) {
      throw bad("has a control character");
    }
    String value = line.substring(2);
    switch (line.charAt(0)) {
      case 'o' -> origin = value;
      case 's' -> name = value;
      case 'c' -> connection = value;
      case 'a' -> attribute(value);
      case 'm' -> {
        closeSection();
        media = value;
        connection = "";
        attributes = new ArrayList<>();
      }
      default -> {
        // v, t, b, i, u, e, p, r, z, k say nothing that we use.
      }
    }
  }

  private void attribute(String text) throws BadSdpException {
    int colon = text.indexOf(':');
    String attributeName = colon < 0 ? text : text.substring(0, colon);
    if (attributeName.isBlank()) {
      throw bad("is an attribute without a name");
    }
    attributes.add(new Attribute(attributeName, colon < 0 ? "" : text.substring(colon + 1)));
  }

  private void closeSection() throws BadSdpException {
    if (media.isEmpty()) {
      return;
    }
    if (sections.size() >= MAX_SECTIONS) {
      throw new BadSdpException("The session description has more than 32 media sections.");
    }
    List<String> fields = List.of(media.trim().split(" +", MAX_FORMATS + 4));
    if (fields.size() < 4) {
      throw new BadSdpException("The media line \"m=" + media + "\" is incomplete.");
    }
    if (fields.size() > MAX_FORMATS + 3) {
      throw new BadSdpException("A media line has more than 128 formats.");
    }
    // "port/number of ports" is allowed by the grammar, and means nothing with BUNDLE.
    int port = number(fields.get(1).split("/", 2)[0], 65_535);
    sections.add(
        new MediaSection(
            fields.get(0),
            port,
            fields.get(2),
            fields.subList(3, fields.size()),
            connection,
            attributes));
  }

  private static int number(String text, int max) throws BadSdpException {
    return Numbers.parse(text, max)
        .orElseThrow(() -> new BadSdpException("\"" + text + "\" is no number 0 to " + max + "."));
  }

  private BadSdpException bad(String problem) {
    return new BadSdpException("Line " + number + " of the session description " + problem + ".");
  }
}
