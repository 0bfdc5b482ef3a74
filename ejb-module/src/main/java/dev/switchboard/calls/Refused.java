package dev.switchboard.calls;

import dev.switchboard.signalling.ErrorCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that can't be done; the transaction is rolled back, so nothing has changed. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable String reason;

  public Refused(ErrorCode code) {
    super(code.wire());
    this.code = code;
    this.reason = null;
  }

  /**
   * @param reason a sentence in the language of the terminal's user that says more than the code
   */
  public Refused(ErrorCode code, String reason) {
    super(code.wire() + ": " + reason);
    this.code = code;
    this.reason = reason;
  }

  /** What the terminal is told. */
  public ErrorCode code() {
    return code;
  }

  /** Words that say more than the code's own, for the terminal's user. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }
}
