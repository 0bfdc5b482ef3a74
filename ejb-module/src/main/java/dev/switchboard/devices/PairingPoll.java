package dev.switchboard.devices;

import java.util.Locale;

/** What a TV hears when it asks whether it is confirmed (RFC 8628 section 3.5). */
public sealed interface PairingPoll {
  /** It is, and signed in. */
  record Paired(LogInResult.Accepted login) implements PairingPoll {}

  /** Not, or not yet. */
  record Refused(Reason reason) implements PairingPoll {}

  /** Why not. */
  enum Reason {
    /** Nobody has confirmed it yet. */
    AUTHORIZATION_PENDING,
    /** It asks too often, and has to wait five seconds longer from now on. */
    SLOW_DOWN,
    /** Whoever confirmed it can't let it in any more: the account is disabled. */
    ACCESS_DENIED,
    /** The time is over, the code is used up, or there never was such a code. */
    EXPIRED_TOKEN;

    /** As the RFC writes it: {@code slow_down}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
