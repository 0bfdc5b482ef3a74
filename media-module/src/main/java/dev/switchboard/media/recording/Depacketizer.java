package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.MediaFormat;
import java.util.Optional;

/**
 * Makes frames of the payloads of one encoding, which are given without a gap. A frame is begun,
 * given its payloads, and taken; whatever is wrong with it makes it empty. On the recorder's
 * thread.
 */
interface Depacketizer {
  static Depacketizer of(MediaFormat format) {
    return switch (format) {
      case VP8 -> new Vp8Depacketizer();
      case VP9 -> new Vp9Depacketizer();
      case H264 -> new H264Depacketizer();
      case AV1 -> new Av1Depacketizer();
      case OPUS -> throw new IllegalArgumentException("Each packet of sound is a frame");
    };
  }

  /** Another frame begins; what was not taken is dropped. */
  void begin();

  /** Takes the next payload of the frame; it is read before this returns. */
  void add(byte[] buffer, int offset, int length);

  /** The frame, after its last payload; empty if it can't be a whole one. */
  Optional<Picture> take();
}
