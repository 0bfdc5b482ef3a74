package dev.switchboard.media.sdp;

import java.util.List;
import java.util.Optional;

/**
 * A session description (RFC 8866) as it is written, without interpretation. Lines that WebRTC does
 * not use (bandwidth, encryption key, e-mail ...) are skipped when reading.
 *
 * @param origin what follows {@code o=}
 * @param name what follows {@code s=}
 */
public record SessionDescription(
    String origin, String name, List<Attribute> attributes, List<MediaSection> sections) {

  public SessionDescription {
    attributes = List.copyOf(attributes);
    sections = List.copyOf(sections);
  }

  /**
   * Reads a description whose lines end with CR LF or LF.
   *
   * @throws BadSdpException if it is larger than the limits in {@link SdpReader}, or is no SDP
   */
  public static SessionDescription read(String text) throws BadSdpException {
    return new SdpReader().read(text);
  }

  /** The value of the first session attribute of this name. */
  public Optional<String> find(String attributeName) {
    return find(attributes, attributeName);
  }

  /** The value of the attribute in the section or, if it isn't there, in the session. */
  public Optional<String> find(MediaSection section, String attributeName) {
    return section.find(attributeName).or(() -> find(attributeName));
  }

  /** The text, with CR LF line ends. */
  public String write() {
    StringBuilder text = new StringBuilder(2_000);
    line(text, "v=0");
    line(text, "o=" + origin);
    line(text, "s=" + name);
    line(text, "t=0 0");
    attributes.forEach(attribute -> line(text, attribute.toString()));
    for (MediaSection section : sections) {
      String formats = String.join(" ", section.formats());
      line(
          text,
          "m=" + section.kind() + " " + section.port() + " " + section.protocol() + " " + formats);
      if (!section.connection().isEmpty()) {
        line(text, "c=" + section.connection());
      }
      section.attributes().forEach(attribute -> line(text, attribute.toString()));
    }
    return text.toString();
  }

  static Optional<String> find(List<Attribute> attributes, String name) {
    return attributes.stream()
        .filter(attribute -> attribute.name().equals(name))
        .map(Attribute::value)
        .findFirst();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append("\r\n");
  }
}
