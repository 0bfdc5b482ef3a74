package dev.switchboard.media.sdp;

import java.util.Locale;

/** Who sends in a media section, from the point of view of who wrote it (RFC 8866 section 6.7). */
public enum Direction {
  SENDRECV,
  SENDONLY,
  RECVONLY,
  INACTIVE;

  public boolean sends() {
    return this == SENDRECV || this == SENDONLY;
  }

  public boolean receives() {
    return this == SENDRECV || this == RECVONLY;
  }

  /** The same from the other side. */
  public Direction reversed() {
    return switch (this) {
      case SENDONLY -> RECVONLY;
      case RECVONLY -> SENDONLY;
      case SENDRECV, INACTIVE -> this;
    };
  }

  /** The section's direction, else the session's, else {@code sendrecv} (RFC 8866 section 6.7). */
  static Direction of(SessionDescription session, MediaSection section) {
    for (Direction direction : values()) {
      if (section.has(direction.attribute())) {
        return direction;
      }
    }
    for (Direction direction : values()) {
      if (session.find(direction.attribute()).isPresent()) {
        return direction;
      }
    }
    return SENDRECV;
  }

  /** The name of the attribute. */
  public String attribute() {
    return name().toLowerCase(Locale.ROOT);
  }
}
