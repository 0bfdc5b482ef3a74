package dev.switchboard.media.forwarding;

/** What a stream carries. A leg publishes at most one stream of each. */
public enum MediaKind {
  AUDIO,
  VIDEO
}
