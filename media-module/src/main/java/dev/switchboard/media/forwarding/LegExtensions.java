package dev.switchboard.media.forwarding;

import dev.switchboard.media.sdp.HeaderExtension;
import dev.switchboard.media.sdp.NegotiatedSection;
import java.nio.charset.StandardCharsets;

/**
 * Ids of the header extensions of one section of a leg, 0 for those that are not in use.
 *
 * @param rid tells the encoding that a packet of the leg belongs to (RFC 8852); never sent to it
 * @param repairedRid likewise in the retransmission stream: the encoding that is repaired
 * @param dependencyDescriptor tells the layers of a frame (AV1 RTP specification, appendix A)
 */
record LegExtensions(
    int mid,
    byte[] midValue,
    int rid,
    int repairedRid,
    int dependencyDescriptor,
    int audioLevel,
    int orientation,
    int absSendTime,
    int transportCc) {
  static final LegExtensions NONE = new LegExtensions(0, new byte[0], 0, 0, 0, 0, 0, 0, 0);

  static LegExtensions of(NegotiatedSection section) {
    return new LegExtensions(
        section.extension(HeaderExtension.MID),
        section.mid().getBytes(StandardCharsets.US_ASCII),
        section.extension(HeaderExtension.RTP_STREAM_ID),
        section.extension(HeaderExtension.REPAIRED_RTP_STREAM_ID),
        section.extension(HeaderExtension.DEPENDENCY_DESCRIPTOR),
        section.extension(HeaderExtension.AUDIO_LEVEL),
        section.extension(HeaderExtension.VIDEO_ORIENTATION),
        section.extension(HeaderExtension.ABS_SEND_TIME),
        section.extension(HeaderExtension.TRANSPORT_CC));
  }
}
