package dev.switchboard.devices;

import java.util.Locale;

/** What a device is, for those who choose among several. */
public enum DeviceKind {
  PHONE,
  TABLET,
  DESKTOP,
  TV,
  /** A terminal of a meeting room, which stays there. */
  ROOM;

  /** As messages and pages write it: {@code phone}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
