package dev.switchboard.media.forwarding;

/**
 * The way from receivers back to the sender of a publication, which may live on another loop. On
 * the loop of the receivers.
 */
interface Upstream {
  /** A receiver can't go on, or begin, without a key frame of this encoding. */
  void requestKeyFrame(int encoding);

  /** A receiver can't take the codec that is sent. */
  void codecNotShared(long nowNanos);
}
