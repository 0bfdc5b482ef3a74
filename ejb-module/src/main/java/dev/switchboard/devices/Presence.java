package dev.switchboard.devices;

import java.util.Locale;

/** Whether a device can be called now. */
public enum Presence {
  /** Connected and free. */
  ONLINE,
  /** Connected, and rings for somebody. */
  RINGING,
  /** Connected, and in a call. */
  IN_CALL,
  /** Not connected. */
  OFFLINE,
  /** Not connected, but reachable by Web Push. */
  WAKEABLE;

  /** Derives the presence from what is known of a device. */
  static Presence of(boolean connected, Activity activity, boolean wakeable) {
    if (!connected) {
      return wakeable ? WAKEABLE : OFFLINE;
    }
    return switch (activity) {
      case IDLE -> ONLINE;
      case RINGING -> RINGING;
      case IN_CALL -> IN_CALL;
    };
  }

  /** As messages and pages write it: {@code in-call}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether an invitation can reach the device. */
  public boolean isReachable() {
    return this != OFFLINE;
  }
}
