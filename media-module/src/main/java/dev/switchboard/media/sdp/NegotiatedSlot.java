package dev.switchboard.media.sdp;

import java.util.Optional;

/**
 * A place in which a terminal hears and sees one other: its sections for sound and picture.
 *
 * @param audio empty if it has none that we can carry
 * @param video likewise
 */
public record NegotiatedSlot(Optional<NegotiatedSection> audio, Optional<NegotiatedSection> video) {
  boolean isEmpty() {
    return audio.isEmpty() && video.isEmpty();
  }

  Optional<NegotiatedSection> section(String kind) {
    return kind.equals("audio") ? audio : video;
  }
}
