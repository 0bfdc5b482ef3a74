package dev.switchboard.media.forwarding;

import dev.switchboard.media.sdp.HeaderExtension;
import dev.switchboard.media.sdp.NegotiatedSection;
import java.nio.charset.StandardCharsets;

/** Ids of the header extensions of one section of a leg, 0 for those that are not in use. */
record LegExtensions(
    int mid, byte[] midValue, int audioLevel, int orientation, int absSendTime, int transportCc) {
  static final LegExtensions NONE = new LegExtensions(0, new byte[0], 0, 0, 0, 0);

  static LegExtensions of(NegotiatedSection section) {
    return new LegExtensions(
        section.extension(HeaderExtension.MID),
        section.mid().getBytes(StandardCharsets.US_ASCII),
        section.extension(HeaderExtension.AUDIO_LEVEL),
        section.extension(HeaderExtension.VIDEO_ORIENTATION),
        section.extension(HeaderExtension.ABS_SEND_TIME),
        section.extension(HeaderExtension.TRANSPORT_CC));
  }
}
