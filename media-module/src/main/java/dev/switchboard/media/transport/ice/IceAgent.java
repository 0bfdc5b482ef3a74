package dev.switchboard.media.transport.ice;

import dev.switchboard.media.transport.path.Path;

/**
 * Finds out at which address the peer is, and whether it still wants to hear from us. Has no clock
 * and no socket: time comes with each call (ns of one clock), messages leave by the {@link Output}.
 * One thread at a time.
 */
public sealed interface IceAgent permits LiteAgent, ControllingAgent {
  /** How long consent lasts after it was last given, ns (RFC 7675 section 5.1). */
  long CONSENT_NANOS = 30_000_000_000L;

  /** What an agent does. May be called before the method of the agent that caused it returns. */
  interface Output {
    void send(byte[] message, Path to);

    /**
     * The peer has proven that it is there, among others perhaps. False if the path can't be used,
     * since it is somebody else's; the agent then acts as if nothing had come.
     */
    boolean validated(Path path);

    /** Send there from now on; it was validated before. */
    void selected(Path path);

    /** No check succeeded and none will be tried any more. */
    void exhausted();
  }

  /** Our credentials in force from the next {@link #begin} on, and our candidates. */
  IceParameters local();

  /** Makes new credentials. */
  IceParameters restart();

  /** Starts, or goes on, with {@link #local} and the peer's credentials. */
  void begin(String remoteUfrag, String remotePwd, long now);

  /** Takes a STUN message that came from {@code source}. */
  StunStatus receive(StunMessage message, Path source, long now);

  /** A path is no more: nothing comes by it or can be sent by it. */
  void lost(Path path);

  /** Time has passed; to be called every 50 ms or so until a path is selected, then each second. */
  void tick(long now);

  /**
   * Nothing has come from the peer for a second: its way to us, or ours to it, may have changed. To
   * be called with each tick until something comes.
   */
  void doubt(long now);

  /** Whether the peer has agreed within the last 30 s to be sent to. */
  boolean hasConsent(long now);
}
