package dev.switchboard.media.softphone;

import dev.switchboard.media.rtp.MediaFormat;
import java.util.Arrays;
import java.util.Optional;

/** The codecs of the clips, with the payload types that Chromium likes. */
enum OfferedCodec {
  OPUS(MediaFormat.OPUS, "opus/48000/2", 48_000, 111, -1, "minptime=10;useinbandfec=1"),
  VP8(MediaFormat.VP8, "VP8/90000", 90_000, 96, 97, ""),
  VP9(MediaFormat.VP9, "VP9/90000", 90_000, 98, 99, "profile-id=0"),
  H264(
      MediaFormat.H264,
      "H264/90000",
      90_000,
      102,
      103,
      "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"),
  AV1(MediaFormat.AV1, "AV1/90000", 90_000, 45, 46, "level-idx=5;profile=0;tier=0");

  private final MediaFormat format;
  private final String map;
  private final int clockRate;
  private final int payloadType;
  private final int rtxPayloadType;
  private final String parameters;

  OfferedCodec(
      MediaFormat format,
      String map,
      int clockRate,
      int payloadType,
      int rtxPayloadType,
      String parameters) {
    this.format = format;
    this.map = map;
    this.clockRate = clockRate;
    this.payloadType = payloadType;
    this.rtxPayloadType = rtxPayloadType;
    this.parameters = parameters;
  }

  static Optional<OfferedCodec> video(String name) {
    return Arrays.stream(values())
        .filter(codec -> codec.format.isVideo() && codec.name().equalsIgnoreCase(name))
        .findFirst();
  }

  static Optional<OfferedCodec> ofPayloadType(int payloadType) {
    return Arrays.stream(values()).filter(codec -> codec.payloadType == payloadType).findFirst();
  }

  MediaFormat format() {
    return format;
  }

  /** What follows the payload type in {@code a=rtpmap}. */
  String map() {
    return map;
  }

  /** Hz. */
  int clockRate() {
    return clockRate;
  }

  int payloadType() {
    return payloadType;
  }

  /** Payload type of its retransmissions, -1 if there are none. */
  int rtxPayloadType() {
    return rtxPayloadType;
  }

  /** What follows the payload type in {@code a=fmtp}, empty without. */
  String parameters() {
    return parameters;
  }
}
