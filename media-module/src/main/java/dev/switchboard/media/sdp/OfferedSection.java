package dev.switchboard.media.sdp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One section of an offer.
 *
 * @param written as it was written, to be rejected in kind
 * @param usable whether it is audio or video over DTLS-SRTP with RTCP multiplexed, on the common
 *     transport
 * @param direction from the terminal's point of view
 * @param codecs in the terminal's order of preference, RTX attached to what it repairs
 * @param ssrcs what the terminal says it will send with, repairs left out; may be empty
 * @param rtxSsrcs repair stream by the stream that it repairs
 * @param simulcast the encodings that the terminal sends at once, in its order; empty for one
 */
public record OfferedSection(
    MediaSection written,
    boolean usable,
    Direction direction,
    List<Codec> codecs,
    List<HeaderExtension> extensions,
    List<Long> ssrcs,
    Map<Long, Long> rtxSsrcs,
    List<Rid> simulcast,
    boolean reducedSizeRtcp) {

  private static final long MAX_SSRC = 0xffff_ffffL;
  private static final int MAX_EXTENSIONS = 64;

  public OfferedSection {
    codecs = List.copyOf(codecs);
    extensions = List.copyOf(extensions);
    ssrcs = List.copyOf(ssrcs);
    rtxSsrcs = Map.copyOf(rtxSsrcs);
    simulcast = List.copyOf(simulcast);
  }

  public String mid() {
    return written.mid();
  }

  public String kind() {
    return written.kind();
  }

  static OfferedSection read(SessionDescription session, MediaSection section, boolean shares)
      throws BadSdpException {
    boolean usable = isUsable(section, shares);
    Map<Long, Long> repairs = usable ? repairs(section) : Map.of();
    return new OfferedSection(
        section,
        usable,
        Direction.of(session, section),
        usable ? codecs(section) : List.of(),
        usable ? extensions(section) : List.of(),
        usable ? ssrcs(section, repairs) : List.of(),
        repairs,
        usable ? Simulcast.offered(section) : List.of(),
        section.has("rtcp-rsize"));
  }

  private static boolean isUsable(MediaSection section, boolean shares) {
    boolean media = section.kind().equals("audio") || section.kind().equals("video");
    boolean secure = section.protocol().endsWith("TLS/RTP/SAVPF");
    boolean open = section.port() != 0 || section.has("bundle-only");
    return media && secure && open && shares && section.has("rtcp-mux");
  }

  private static List<Codec> codecs(MediaSection section) throws BadSdpException {
    Map<Integer, String> names = byPayloadType(section, "rtpmap");
    Map<Integer, String> formats = byPayloadType(section, "fmtp");
    Map<Integer, Integer> rtx = new LinkedHashMap<>();
    names.forEach(
        (payloadType, name) -> {
          if (name.toLowerCase(Locale.ROOT).startsWith("rtx/")) {
            Numbers.parse(parameters(formats.get(payloadType)).getOrDefault("apt", ""), 127)
                .ifPresent(repaired -> rtx.putIfAbsent(repaired, payloadType));
          }
        });
    List<Codec> codecs = new ArrayList<>();
    for (String format : section.formats()) {
      Optional<Integer> payloadType = Numbers.parse(format, 127);
      String name = payloadType.map(names::get).orElse(null);
      if (payloadType.isPresent()
          && name != null
          && !name.toLowerCase(Locale.ROOT).startsWith("rtx/")) {
        codecs.add(codec(section, payloadType.get(), name, formats.get(payloadType.get()), rtx));
      }
    }
    return codecs;
  }

  private static Codec codec(
      MediaSection section,
      int payloadType,
      String name,
      @Nullable String format,
      Map<Integer, Integer> rtx)
      throws BadSdpException {
    String[] parts = name.trim().split("/", 3);
    int clockRate =
        Numbers.parse(parts.length > 1 ? parts[1] : "", 1_000_000)
            .filter(rate -> rate > 0)
            .orElseThrow(() -> new BadSdpException("a=rtpmap of " + name + " has no clock rate."));
    int channels = parts.length > 2 ? Numbers.parse(parts[2], 255).orElse(1) : 1;
    return new Codec(
        payloadType,
        parts[0],
        clockRate,
        channels,
        parameters(format),
        feedback(section, payloadType),
        rtx.getOrDefault(payloadType, -1),
        redundancy(section, payloadType));
  }

  /**
   * The type whose {@code a=fmtp} names nothing but this one: {@code 111/111} (RFC 2198 section 5);
   * -1 if there is none.
   */
  private static int redundancy(MediaSection section, int payloadType) {
    Map<Integer, String> formats = byPayloadType(section, "fmtp");
    for (Map.Entry<Integer, String> type : byPayloadType(section, "rtpmap").entrySet()) {
      String format = formats.getOrDefault(type.getKey(), "");
      if (type.getValue().toLowerCase(Locale.ROOT).startsWith("red/")
          && format.matches(payloadType + "(/" + payloadType + ")+")) {
        return type.getKey();
      }
    }
    return -1;
  }

  /** Values of {@code a=name:<payload type> value} lines; the first line of a type counts. */
  private static Map<Integer, String> byPayloadType(MediaSection section, String name) {
    Map<Integer, String> values = new LinkedHashMap<>();
    for (String line : section.all(name)) {
      String[] parts = line.trim().split(" +", 2);
      if (parts.length == 2) {
        Numbers.parse(parts[0], 127).ifPresent(type -> values.putIfAbsent(type, parts[1].trim()));
      }
    }
    return values;
  }

  private static Map<String, String> parameters(@Nullable String format) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : format == null ? new String[0] : format.split(";")) {
      String[] parts = parameter.trim().split("=", 2);
      if (!parts[0].isBlank()) {
        parameters.putIfAbsent(
            parts[0].trim().toLowerCase(Locale.ROOT), parts.length == 2 ? parts[1].trim() : "");
      }
    }
    return parameters;
  }

  private static Set<String> feedback(MediaSection section, int payloadType) {
    Set<String> feedback = new HashSet<>();
    for (String line : section.all("rtcp-fb")) {
      String[] parts = line.trim().split(" +", 2);
      if (parts.length == 2
          && (parts[0].equals("*") || parts[0].equals(Integer.toString(payloadType)))) {
        feedback.add(parts[1].trim());
      }
    }
    return feedback;
  }

  /** {@code a=extmap:<id>["/"<direction>] <uri> [attributes]} (RFC 8285 section 5). */
  private static List<HeaderExtension> extensions(MediaSection section) throws BadSdpException {
    List<HeaderExtension> extensions = new ArrayList<>();
    for (String line : section.all("extmap")) {
      String[] parts = line.trim().split(" +", 3);
      Optional<Integer> id = Numbers.parse(parts[0].split("/", 2)[0], 255);
      // 4096 and up are ids that the answerer shall choose; browsers never ask for that.
      if (parts.length >= 2 && id.isPresent() && id.get() > 0 && id.get() != 15) {
        extensions.add(new HeaderExtension(id.get(), parts[1]));
      }
    }
    if (extensions.size() > MAX_EXTENSIONS) {
      throw new BadSdpException("A section of the offer has more than 64 header extensions.");
    }
    return extensions;
  }

  /** Pairs of {@code a=ssrc-group:FID} (RFC 5576 section 4.2, RFC 4588 section 8.8). */
  private static Map<Long, Long> repairs(MediaSection section) {
    Map<Long, Long> repairs = new LinkedHashMap<>();
    for (String group : section.all("ssrc-group")) {
      String[] parts = group.trim().split(" +");
      if (parts.length == 3 && parts[0].equals("FID")) {
        Optional<Long> stream = Numbers.parse(parts[1], MAX_SSRC);
        Optional<Long> repair = Numbers.parse(parts[2], MAX_SSRC);
        if (stream.isPresent() && repair.isPresent()) {
          repairs.put(stream.get(), repair.get());
        }
      }
    }
    return repairs;
  }

  private static List<Long> ssrcs(MediaSection section, Map<Long, Long> repairs) {
    return section.all("ssrc").stream()
        .map(line -> Numbers.parse(line.trim().split(" ", 2)[0], MAX_SSRC))
        .flatMap(Optional::stream)
        .distinct()
        .filter(ssrc -> !repairs.containsValue(ssrc))
        .toList();
  }
}
