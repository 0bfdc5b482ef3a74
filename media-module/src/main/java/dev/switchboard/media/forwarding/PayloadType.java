package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.MediaFormat;
import dev.switchboard.media.sdp.Codec;

/**
 * What a payload type of one leg stands for.
 *
 * @param repair whether it is the retransmission of {@code codec} (RFC 4588) instead of itself
 * @param redundant whether it carries earlier frames of {@code codec} too (RFC 2198)
 */
record PayloadType(Codec codec, MediaFormat format, boolean repair, boolean redundant) {
  MediaKind kind() {
    return format.isVideo() ? MediaKind.VIDEO : MediaKind.AUDIO;
  }
}
