package dev.switchboard.devices;

import dev.switchboard.accounts.AccountId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A device as its owner's pages and calls see it; callers are shown kind, name and presence only.
 *
 * @param callWaiting whether it rings while it is in a call
 * @param autoAnswer whether it answers those whom it trusts by itself
 * @param lastSeen when it was connected, or its pages were used, for the last time
 * @param node the node that holds its connection; empty while it has none
 */
public record DeviceEntry(
    DeviceId id,
    AccountId account,
    DeviceKind kind,
    String name,
    Presence presence,
    boolean callWaiting,
    boolean autoAnswer,
    Instant firstLogin,
    Instant lastLogin,
    Instant lastSeen,
    Optional<String> node) {

  /** Those that can be called now come first, then those seen latest. */
  static final Comparator<DeviceEntry> REACHABLE_FIRST =
      Comparator.comparing((DeviceEntry device) -> !device.presence().isReachable())
          .thenComparing(DeviceEntry::lastSeen, Comparator.reverseOrder())
          .thenComparing(DeviceEntry::name);
}
