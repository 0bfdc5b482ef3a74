package dev.switchboard.media.softphone;

import dev.switchboard.media.sdp.BadSdpException;
import dev.switchboard.media.sdp.MediaSection;
import dev.switchboard.media.sdp.SessionDescription;
import dev.switchboard.media.transport.ice.IceCandidate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a softphone takes from the answer to its offer.
 *
 * @param weAreDtlsServer whether the other side chose to be the DTLS client
 * @param audio empty if the section was rejected
 * @param video empty if the section was rejected, or not offered
 */
record Answer(
    String ufrag,
    String pwd,
    String fingerprintAlgorithm,
    String fingerprint,
    boolean weAreDtlsServer,
    List<IceCandidate> candidates,
    Optional<Section> audio,
    Optional<Section> video) {

  private static final Pattern TCP_TYPE = Pattern.compile("tcptype +([a-z]+)");

  /**
   * One kind of media.
   *
   * @param codec the first of the answer, in which we send
   * @param rtx whether the answer has its RTX too
   * @param sends whether we may send
   * @param extensions ids of the header extensions that are in force
   * @param rids the encodings that are taken; empty if one stream is
   */
  record Section(
      OfferedCodec codec, boolean rtx, boolean sends, Set<Integer> extensions, List<String> rids) {
    boolean has(OfferWriter.Extension extension) {
      return extensions.contains(extension.id());
    }
  }

  /**
   * @throws BadSdpException if something that a peer needs is missing
   */
  static Answer read(String sdp) throws BadSdpException {
    SessionDescription description = SessionDescription.read(sdp);
    MediaSection transport =
        description.sections().stream()
            .filter(section -> section.port() != 0)
            .findFirst()
            .orElseThrow(() -> new BadSdpException("The answer rejects every section."));
    String[] fingerprint = required(description, transport, "fingerprint").split(" +", 2);
    if (fingerprint.length != 2) {
      throw new BadSdpException("a=fingerprint of the answer has no value.");
    }
    return new Answer(
        required(description, transport, "ice-ufrag"),
        required(description, transport, "ice-pwd"),
        fingerprint[0],
        fingerprint[1],
        required(description, transport, "setup").equals("active"),
        transport.all("candidate").stream().flatMap(line -> candidate(line).stream()).toList(),
        section(description, "audio"),
        section(description, "video"));
  }

  private static String required(SessionDescription description, MediaSection section, String name)
      throws BadSdpException {
    return description
        .find(section, name)
        .orElseThrow(() -> new BadSdpException("The answer has no a=" + name + "."));
  }

  private static Optional<Section> section(SessionDescription description, String kind) {
    return description.sections().stream()
        .filter(section -> section.kind().equals(kind) && section.port() != 0)
        .findFirst()
        .flatMap(Answer::section);
  }

  private static Optional<Section> section(MediaSection section) {
    Set<Integer> extensions =
        section.all("extmap").stream()
            .map(line -> number(line.split("[ /]", 2)[0]))
            .collect(Collectors.toSet());
    boolean sends = !section.has("sendonly") && !section.has("inactive");
    return section.formats().stream()
        .flatMap(format -> OfferedCodec.ofPayloadType(number(format)).stream())
        .findFirst()
        .map(
            codec ->
                new Section(
                    codec,
                    section.formats().contains(Integer.toString(codec.rtxPayloadType())),
                    sends,
                    extensions,
                    rids(section)));
  }

  /** {@code a=simulcast:recv q;h;f} (RFC 8853). */
  private static List<String> rids(MediaSection section) {
    return section
        .find("simulcast")
        .filter(value -> value.startsWith("recv "))
        .map(value -> List.of(value.substring("recv ".length()).replace("~", "").split("[;,]")))
        .orElse(List.of());
  }

  /** {@code foundation component protocol priority address port "typ" type} (RFC 8839, 5.1). */
  private static Optional<IceCandidate> candidate(String line) {
    String[] fields = line.split(" +", 9);
    if (fields.length < 8 || !fields[1].equals("1")) {
      return Optional.empty();
    }
    Matcher tcpType = TCP_TYPE.matcher(fields.length > 8 ? fields[8] : "");
    return Optional.of(
        new IceCandidate(
            fields[0],
            fields[2],
            number(fields[3]),
            fields[4],
            number(fields[5]),
            fields[7],
            tcpType.find() ? tcpType.group(1) : ""));
  }

  /** A decimal number of at most nine digits, or -1. */
  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
  }

  /** Without the password, so that no log shows it. */
  @Override
  public String toString() {
    return "Answer[ufrag=" + ufrag + ", candidates=" + candidates + "]";
  }
}
