package dev.switchboard.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a terminal offers: one transport for all of its bundled sections (RFC 9143) and the
 * sections.
 *
 * @param iceUfrag 4 to 256 characters (RFC 8839 section 5.4)
 * @param icePwd 22 to 256 characters
 * @param fingerprintAlgorithm {@code sha-256}, {@code sha-384} or {@code sha-512}, in lower case
 * @param fingerprint pairs of upper-case hex digits with colons (RFC 8122 section 5)
 * @param dtlsServer whether we are the DTLS server, which we are unless the terminal insists on it
 * @param sections all sections in their order, those that we can't use too
 */
public record Offer(
    String iceUfrag,
    String icePwd,
    String fingerprintAlgorithm,
    String fingerprint,
    boolean dtlsServer,
    boolean mixedExtensions,
    List<OfferedSection> sections) {

  private static final Set<String> HASHES = Set.of("sha-256", "sha-384", "sha-512");
  private static final String ICE_CHARS = "[A-Za-z0-9+/]";

  public Offer {
    sections = List.copyOf(sections);
  }

  /**
   * Reads a terminal's offer.
   *
   * @throws BadSdpException if it is no session description, or lacks what WebRTC requires
   */
  public static Offer read(String text) throws BadSdpException {
    SessionDescription session = SessionDescription.read(text);
    if (session.sections().isEmpty()) {
      throw new BadSdpException("The offer has no media section.");
    }
    if (session.find("ice-lite").isPresent()) {
      throw new BadSdpException("The offer is ice-lite, as we are: one side must check addresses.");
    }
    List<OfferedSection> sections = new ArrayList<>();
    List<String> bundled = bundled(session);
    for (MediaSection section : session.sections()) {
      // Without BUNDLE each section has a transport of its own, and we make only one.
      boolean shares = bundled.isEmpty() ? sections.isEmpty() : bundled.contains(section.mid());
      sections.add(OfferedSection.read(session, section, shares));
    }
    if (sections.stream().noneMatch(OfferedSection::usable)) {
      throw new BadSdpException("The offer has no audio or video section that we can carry.");
    }
    MediaSection first = transportSection(session, bundled);
    String ufrag = required(session, first, "ice-ufrag");
    String pwd = required(session, first, "ice-pwd");
    if (!ufrag.matches(ICE_CHARS + "{4,256}") || !pwd.matches(ICE_CHARS + "{22,256}")) {
      throw new BadSdpException("The ICE credentials of the offer are malformed.");
    }
    Fingerprint fingerprint = fingerprint(session, first);
    return new Offer(
        ufrag,
        pwd,
        fingerprint.algorithm(),
        fingerprint.value(),
        weServe(session, first),
        session.find("extmap-allow-mixed").isPresent() || first.has("extmap-allow-mixed"),
        sections);
  }

  /**
   * The section that describes the transport of all: the first of the group (RFC 9143 section 7).
   */
  private static MediaSection transportSection(SessionDescription session, List<String> bundled) {
    return session.sections().stream()
        .filter(section -> !bundled.isEmpty() && section.mid().equals(bundled.get(0)))
        .findFirst()
        .orElse(session.sections().get(0));
  }

  private static List<String> bundled(SessionDescription session) {
    return session.attributes().stream()
        .filter(a -> a.name().equals("group") && a.value().startsWith("BUNDLE "))
        .findFirst()
        .map(a -> List.of(a.value().substring("BUNDLE ".length()).trim().split(" +")))
        .orElse(List.of());
  }

  private record Fingerprint(String algorithm, String value) {}

  private static Fingerprint fingerprint(SessionDescription session, MediaSection section)
      throws BadSdpException {
    String[] parts = required(session, section, "fingerprint").trim().split(" +", 2);
    String algorithm = parts[0].toLowerCase(Locale.ROOT);
    if (!HASHES.contains(algorithm)) {
      throw new BadSdpException("The certificate fingerprint must be SHA-256, SHA-384 or SHA-512.");
    }
    String value = parts.length == 2 ? parts[1].trim().toUpperCase(Locale.ROOT) : "";
    int pairs = Integer.parseInt(algorithm.substring(4)) / 8;
    if (!value.matches("[0-9A-F]{2}(:[0-9A-F]{2}){" + (pairs - 1) + "}")) {
      throw new BadSdpException("The certificate fingerprint of the offer is malformed.");
    }
    return new Fingerprint(algorithm, value);
  }

  private static boolean weServe(SessionDescription session, MediaSection section)
      throws BadSdpException {
    String setup = required(session, section, "setup").trim();
    return switch (setup) {
      case "actpass", "active" -> true;
      case "passive" -> false;
      default -> throw new BadSdpException("a=setup:" + setup + " can't be used in an offer.");
    };
  }

  private static String required(SessionDescription session, MediaSection section, String name)
      throws BadSdpException {
    return session
        .find(section, name)
        .orElseThrow(() -> new BadSdpException("The offer has no a=" + name + " line."));
  }

  /** Without the password, so that no log shows it. */
  @Override
  public String toString() {
    return "Offer[iceUfrag=" + iceUfrag + ", sections=" + sections.size() + "]";
  }
}
