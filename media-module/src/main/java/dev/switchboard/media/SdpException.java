package dev.switchboard.media;

import dev.switchboard.media.sdp.BadSdpException;

/** An offer that can't be read or has nothing that we carry; the message is for a person. */
public final class SdpException extends Exception {
  private static final long serialVersionUID = 1L;

  SdpException(BadSdpException cause) {
    super(cause.getMessage(), cause);
  }
}
