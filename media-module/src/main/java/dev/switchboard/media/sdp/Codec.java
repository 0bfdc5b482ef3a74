package dev.switchboard.media.sdp;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A payload type and what it means.
 *
 * @param payloadType 0 to 127
 * @param name as in the {@code rtpmap}, for example {@code VP8}; compared without case
 * @param clockRate Hz
 * @param channels 1, or 2 for opus
 * @param parameters of the {@code fmtp} line, names in lower case
 * @param feedback values of {@code rtcp-fb} lines, such as {@code nack pli}
 * @param rtxPayloadType payload type of its retransmissions (RFC 4588), -1 if there are none
 * @param redPayloadType payload type of packets that carry earlier frames too (RFC 2198), -1 if
 *     there are none
 */
public record Codec(
    int payloadType,
    String name,
    int clockRate,
    int channels,
    Map<String, String> parameters,
    Set<String> feedback,
    int rtxPayloadType,
    int redPayloadType) {

  /** H.264 profiles in an order in which each decodes those before it. */
  private static final List<String> H264_PROFILES =
      List.of("constrained baseline", "baseline", "main", "high");

  public Codec {
    parameters = Map.copyOf(parameters);
    feedback = Set.copyOf(feedback);
  }

  public boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }

  public boolean hasRtx() {
    return rtxPayloadType >= 0;
  }

  public boolean hasRed() {
    return redPayloadType >= 0;
  }

  /**
   * Whether a receiver of this codec can be sent what was encoded as {@code sent}. Levels are not
   * compared: a receiver that gets more than it can take says so by its bitrate estimate.
   */
  public boolean takes(Codec sent) {
    if (!isNamed(sent.name) || clockRate != sent.clockRate || channels != sent.channels) {
      return false;
    }
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "H264" ->
          parameter("packetization-mode", "0").equals(sent.parameter("packetization-mode", "0"))
              && takesProfile(h264Profile(), sent.h264Profile());
      case "VP9" -> parameter("profile-id", "0").equals(sent.parameter("profile-id", "0"));
      case "AV1" -> parameter("profile", "0").equals(sent.parameter("profile", "0"));
      default -> true;
    };
  }

  public String parameter(String parameterName, String defaultValue) {
    return parameters.getOrDefault(parameterName, defaultValue);
  }

  /** What follows {@code a=fmtp:<pt> }, empty without parameters. */
  String format() {
    return parameters.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(p -> p.getValue().isEmpty() ? p.getKey() : p.getKey() + "=" + p.getValue())
        .collect(Collectors.joining(";"));
  }

  private static boolean takesProfile(String ours, String sent) {
    int index = H264_PROFILES.indexOf(ours);
    int sentIndex = H264_PROFILES.indexOf(sent);
    // Main does not have baseline's flexible macroblock order; but no encoder of a browser uses it.
    return index >= 0 && sentIndex >= 0 ? sentIndex <= index : ours.equals(sent);
  }

  /** The profile from profile_idc and the constraint flags (RFC 6184 section 8.1, table 5). */
  private String h264Profile() {
    String level = parameter("profile-level-id", "42000a").toLowerCase(Locale.ROOT);
    if (!level.matches("[0-9a-f]{6}")) {
      return level;
    }
    int constraints = Integer.parseInt(level.substring(2, 4), 16);
    boolean constrained = (constraints & 0x40) != 0;
    return switch (level.substring(0, 2)) {
      case "42" -> constrained ? "constrained baseline" : "baseline";
      case "4d" -> (constraints & 0x80) != 0 ? "constrained baseline" : "main";
      case "64" -> "high";
      default -> level.substring(0, 4);
    };
  }
}
