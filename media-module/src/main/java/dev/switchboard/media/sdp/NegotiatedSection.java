package dev.switchboard.media.sdp;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What offer and answer agreed on for one section.
 *
 * @param kind {@code audio} or {@code video}
 * @param direction from our point of view
 * @param codecs common codecs with the terminal's payload types, our preference first
 * @param ssrcs what the terminal announced that it sends, may be empty
 * @param rtxSsrcs repair stream by repaired stream, may be empty
 * @param simulcast the encodings that the terminal sends at once, in its order, told apart by the
 *     header extension for their ids; empty if it sends one stream
 */
public record NegotiatedSection(
    String kind,
    String mid,
    Direction direction,
    List<Codec> codecs,
    List<HeaderExtension> extensions,
    List<Long> ssrcs,
    Map<Long, Long> rtxSsrcs,
    List<Rid> simulcast,
    boolean reducedSizeRtcp) {

  public NegotiatedSection {
    codecs = List.copyOf(codecs);
    extensions = List.copyOf(extensions);
    ssrcs = List.copyOf(ssrcs);
    rtxSsrcs = Map.copyOf(rtxSsrcs);
    simulcast = List.copyOf(simulcast);
  }

  /** The ids of the encodings that the terminal sends at once, in its order; empty for one. */
  public List<String> rids() {
    return simulcast.stream().map(Rid::id).toList();
  }

  /** The id of an extension, 0 if it isn't in use. */
  public int extension(String uri) {
    return extensions.stream()
        .filter(e -> e.uri().equals(uri))
        .mapToInt(HeaderExtension::id)
        .findFirst()
        .orElse(0);
  }

  /** The codec in which the terminal must be sent what was encoded as {@code sent}. */
  public Optional<Codec> receiverOf(Codec sent) {
    return codecs.stream().filter(codec -> codec.takes(sent)).findFirst();
  }
}
