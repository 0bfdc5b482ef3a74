package dev.switchboard.media.sdp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What we take of an offer: of each kind the first usable section that sends, or else the first,
 * and beside it one more that only receives. Together the first ones are the terminal's first slot,
 * in which it also sends, and the others its second, in which it hears and sees another party. All
 * other sections are rejected.
 *
 * @param slots one or two, the one in which the terminal sends first
 */
public record Negotiation(Offer offer, List<NegotiatedSlot> slots) {
  /** The most that a terminal gets: a call has three parties at most. */
  public static final int MOST_SLOTS = 2;

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

  public Negotiation {
    slots = List.copyOf(slots);
  }

  /** The section for the sound that the terminal sends; empty if it has none that we can carry. */
  public Optional<NegotiatedSection> audio() {
    return slots.get(0).audio();
  }

  /** Likewise for its picture. */
  public Optional<NegotiatedSection> video() {
    return slots.get(0).video();
  }

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
    List<NegotiatedSection> audio = choose(offer, "audio", AUDIO, preferred);
    List<NegotiatedSection> video = choose(offer, "video", videoCodecs, preferred);
    List<NegotiatedSlot> slots = new ArrayList<>();
    for (int i = 0; i < MOST_SLOTS; i++) {
      NegotiatedSlot slot = new NegotiatedSlot(at(audio, i), at(video, i));
      if (!slot.isEmpty()) {
        slots.add(slot);
      }
    }
    if (slots.isEmpty()) {
      throw new BadSdpException(
          "The offer has neither Opus audio nor video in " + String.join(", ", videoCodecs) + ".");
    }
    if (Stream.concat(audio.stream(), video.stream()).map(NegotiatedSection::mid).distinct().count()
        < audio.size() + video.size()) {
      throw new BadSdpException("Two sections of the offer have the same a=mid.");
    }
    return new Negotiation(offer, slots);
  }

  private static Optional<NegotiatedSection> at(List<NegotiatedSection> sections, int index) {
    return index < sections.size() ? Optional.of(sections.get(index)) : Optional.empty();
  }

  /** The sections of one kind, each for one slot. */
  private static List<NegotiatedSection> choose(
      Offer offer, String kind, List<String> names, Predicate<Codec> preferred) {
    List<NegotiatedSection> usable = new ArrayList<>();
    for (OfferedSection section : offer.sections()) {
      if (section.usable() && section.kind().equals(kind)) {
        List<Codec> codecs = common(section, names, preferred);
        if (!codecs.isEmpty()) {
          usable.add(negotiated(section, codecs));
        }
      }
    }
    // A terminal that makes its sending section anew has it behind the one for the other party.
    Optional<NegotiatedSection> first =
        usable.stream().filter(each -> each.direction().receives()).findFirst();
    List<NegotiatedSection> chosen =
        new ArrayList<>(first.or(() -> usable.stream().findFirst()).stream().toList());
    usable.stream()
        .filter(each -> !chosen.contains(each) && each.direction() == Direction.SENDONLY)
        .limit(MOST_SLOTS - 1)
        .forEach(chosen::add);
    return chosen;
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
