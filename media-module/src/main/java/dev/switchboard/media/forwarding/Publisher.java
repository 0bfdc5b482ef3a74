package dev.switchboard.media.forwarding;

/**
 * A leg as those see it who hear and see it: its sound and its picture, which go together. On the
 * loop of its receivers.
 */
record Publisher(String legId, Publication audio, Publication video) {
  Publication publication(MediaKind kind) {
    return kind == MediaKind.AUDIO ? audio : video;
  }

  /** Whether the leg has negotiated to send anything. */
  boolean publishes() {
    return audio.sends() || video.sends();
  }
}
