package dev.switchboard.devices;

import java.time.Duration;

/** What has become of a TV's wish to be paired (RFC 8628 section 3.2). */
public sealed interface PairingBegin {
  /**
   * The TV shows the user code, and polls with the device code.
   *
   * @param deviceCode the TV's secret: never shown
   * @param userCode as it is shown: {@code BCDF-GHJK}
   * @param expiresIn for how long both are good
   * @param interval between two polls, at least
   */
  record Begun(String deviceCode, String userCode, Duration expiresIn, Duration interval)
      implements PairingBegin {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Begun[" + userCode + "]";
    }
  }

  /**
   * Too many came from this address.
   *
   * @param waiting until the next one
   */
  record Refused(Duration waiting) implements PairingBegin {}
}
