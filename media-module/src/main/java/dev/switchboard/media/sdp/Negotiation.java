package dev.switchboard.media.sdp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What we take of an offer: the first usable audio section and the first usable video section that
 * have a codec in common with us. All other sections are rejected.
 *
 * @param audio empty if the offer has none that we can carry
 * @param video likewise
 */
public record Negotiation(
    Offer offer, Optional<NegotiatedSection> audio, Optional<NegotiatedSection> video) {

  private static final List<String> AUDIO = List.of("OPUS");

  private static final Set<String> FEEDBACK =
      Set.of("nack", "nack pli", "ccm fir", "goog-remb", "transport-cc");

  private static final Set<String> EXTENSIONS =
      Set.of(
          HeaderExtension.MID,
          HeaderExtension.AUDIO_LEVEL,
          HeaderExtension.VIDEO_ORIENTATION,
          HeaderExtension.ABS_SEND_TIME,
          HeaderExtension.TRANSPORT_CC);

  private static final Set<String> SIMULCAST_EXTENSIONS =
      Set.of(HeaderExtension.RTP_STREAM_ID, HeaderExtension.REPAIRED_RTP_STREAM_ID);

  /**
   * Chooses sections and codecs.
   *
   * @param videoCodecs names of the codecs that we carry, the preferred first
   * @param preferred codecs that come before all others, whatever their name: those that the other
   *     legs of a call can receive
   * @throws BadSdpException if nothing is left
   */
  public static Negotiation of(Offer offer, List<String> videoCodecs, Predicate<Codec> preferred)
      throws BadSdpException {
    Optional<NegotiatedSection> audio = choose(offer, "audio", AUDIO, preferred);
    Optional<NegotiatedSection> video = choose(offer, "video", videoCodecs, preferred);
    if (audio.isEmpty() && video.isEmpty()) {
      throw new BadSdpException(
          "The offer has neither Opus audio nor video in " + String.join(", ", videoCodecs) + ".");
    }
    if (audio.isPresent() && video.isPresent() && audio.get().mid().equals(video.get().mid())) {
      throw new BadSdpException("Two sections of the offer have the same a=mid.");
    }
    return new Negotiation(offer, audio, video);
  }

  private static Optional<NegotiatedSection> choose(
      Offer offer, String kind, List<String> names, Predicate<Codec> preferred) {
    for (OfferedSection section : offer.sections()) {
      if (section.usable() && section.kind().equals(kind)) {
        List<Codec> codecs = common(section, names, preferred);
        if (!codecs.isEmpty()) {
          return Optional.of(negotiated(section, codecs));
        }
      }
    }
    return Optional.empty();
  }

  private static NegotiatedSection negotiated(OfferedSection section, List<Codec> codecs) {
    List<Rid> simulcast = simulcast(section, codecs);
    return new NegotiatedSection(
        section.kind(),
        section.mid(),
        section.direction().reversed(),
        codecs,
        section.extensions().stream()
            .filter(extension -> wanted(extension.uri(), !simulcast.isEmpty(), codecs.get(0)))
            .toList(),
        section.ssrcs(),
        section.rtxSsrcs(),
        simulcast,
        section.reducedSizeRtcp());
  }

  /** The terminal's encodings, if it sends them and their packets say which is which. */
  private static List<Rid> simulcast(OfferedSection section, List<Codec> codecs) {
    boolean told =
        section.extensions().stream().anyMatch(e -> e.uri().equals(HeaderExtension.RTP_STREAM_ID));
    return told && section.direction().sends()
        ? section.simulcast().stream().filter(rid -> rid.fits(codecs)).toList()
        : List.of();
  }

  /**
   * The dependency descriptor is taken only where the codec's own payload header does not tell the
   * layers. With VP8 browsers would leave its picture numbers out for it, and receivers without the
   * extension need those.
   */
  private static boolean wanted(String uri, boolean simulcast, Codec codec) {
    return EXTENSIONS.contains(uri)
        || simulcast && SIMULCAST_EXTENSIONS.contains(uri)
        || uri.equals(HeaderExtension.DEPENDENCY_DESCRIPTOR) && codec.isNamed("AV1");
  }

  private static List<Codec> common(
      OfferedSection section, List<String> names, Predicate<Codec> preferred) {
    List<String> order = names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
    List<Codec> codecs = new ArrayList<>();
    for (Codec codec : section.codecs()) {
      if (order.contains(codec.name().toUpperCase(Locale.ROOT))) {
        codecs.add(withOurFeedback(codec));
      }
    }
    // The sort is stable: variants of one codec stay in the terminal's order.
    codecs.sort(
        Comparator.comparing((Codec codec) -> !preferred.test(codec))
            .thenComparing(codec -> order.indexOf(codec.name().toUpperCase(Locale.ROOT))));
    return codecs;
  }

  private static Codec withOurFeedback(Codec codec) {
    return new Codec(
        codec.payloadType(),
        codec.name(),
        codec.clockRate(),
        codec.channels(),
        codec.parameters(),
        Set.copyOf(codec.feedback().stream().filter(FEEDBACK::contains).toList()),
        codec.rtxPayloadType(),
        codec.redPayloadType());
  }
}
