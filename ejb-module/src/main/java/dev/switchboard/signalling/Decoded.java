package dev.switchboard.signalling;

import org.jspecify.annotations.Nullable;

/**
 * What a frame turned out to be. Bad input is expected, so it is a result and not an exception.
 *
 * @param <M> {@link ClientMessage} or {@link ServerMessage}
 */
public sealed interface Decoded<M> {

  /** The frame is a message of the protocol, every field present and within its limits. */
  record Valid<M>(M message) implements Decoded<M> {}

  /**
   * The frame is no message of the protocol.
   *
   * @param id the request's id, if that much could be read
   * @param field the field that is missing or wrong; null if the frame is no JSON object at all
   * @param reason one sentence for the developer of the other side; holds nothing of the input
   */
  record Malformed<M>(@Nullable String id, @Nullable String field, String reason)
      implements Decoded<M> {}
}
