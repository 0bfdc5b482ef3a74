package dev.switchboard.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the media engine tells its owner. Every method but {@link #recorded} is called on the loop
 * of the call: it must not block, and an exception that it throws is logged and otherwise ignored.
 */
public interface MediaEvents {
  /** The leg's DTLS handshake is done, the first time or after a failure: media can flow. */
  void connected(String callId, String legId);

  /** The leg's transport can't be brought up; a new offer of the leg begins again. */
  void failed(String callId, String legId, String reason);

  /**
   * No authenticated packet has come from the leg for 5 s, or its terminal has closed the
   * connection, or the TCP connection to it is broken.
   */
  void lost(String callId, String legId);

  /** Authenticated packets come again from a leg that was {@link #lost}. */
  void recovered(String callId, String legId);

  /**
   * A recording that had begun has ended, for whatever reason, and its files are finished; also
   * when its call is closed. Exactly once for each, on the recorder's thread, which may be blocked
   * for moments only.
   */
  default void recorded(String callId, String recordingId, RecordingReport report) {}

  /**
   * Whom the leg hears and sees in which of its slots, if it has negotiated several: after each
   * offer of it that was answered, before the answer, and on each change. Whoever has a slot keeps
   * it as long as it is in the call.
   *
   * @param legIds by the slots' numbers; null for a slot that nobody has
   */
  default void slots(String callId, String legId, List<@Nullable String> legIds) {}

  /** The leg must offer again: it sends a codec that another leg of the call can't receive. */
  void renegotiate(String callId, String legId);
}
