package dev.switchboard.media.sdp;

import java.util.List;
import java.util.Optional;

/**
 * One {@code m=} line with what belongs to it (RFC 8866 section 5.14).
 *
 * @param kind {@code audio}, {@code video} or {@code application}
 * @param port 0 to 65535; 0 rejects the section, unless it is {@code a=bundle-only} in an offer
 * @param protocol such as {@code UDP/TLS/RTP/SAVPF}
 * @param formats payload types, as text
 * @param connection what follows {@code c=}, empty if the line is missing
 */
public record MediaSection(
    String kind,
    int port,
    String protocol,
    List<String> formats,
    String connection,
    List<Attribute> attributes) {

  public MediaSection {
    formats = List.copyOf(formats);
    attributes = List.copyOf(attributes);
  }

  /** The value of the first attribute of this name. */
  public Optional<String> find(String name) {
    return SessionDescription.find(attributes, name);
  }

  /** The values of all attributes of this name, in their order. */
  public List<String> all(String name) {
    return attributes.stream().filter(a -> a.name().equals(name)).map(Attribute::value).toList();
  }

  public boolean has(String name) {
    return find(name).isPresent();
  }

  public String mid() {
    return find("mid").orElse("");
  }
}
