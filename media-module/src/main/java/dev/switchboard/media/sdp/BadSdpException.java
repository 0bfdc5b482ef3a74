package dev.switchboard.media.sdp;

/**
 * A description that can't be read, or that has nothing we carry. The message is for a person and
 * names the line or the thing that is missing.
 */
public final class BadSdpException extends Exception {
  private static final long serialVersionUID = 1L;

  public BadSdpException(String message) {
    // Bad input is expected, and says itself where it is bad: no stack trace is needed.
    super(message, null, false, false);
  }
}
