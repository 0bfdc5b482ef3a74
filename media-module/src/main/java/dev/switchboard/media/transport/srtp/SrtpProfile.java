package dev.switchboard.media.transport.srtp;

import java.util.Optional;

/** A DTLS-SRTP protection profile (RFC 5764 section 4.1.2, RFC 7714 section 14.2), best first. */
public enum SrtpProfile {
  AEAD_AES_128_GCM(0x0007, 12),
  AES128_CM_HMAC_SHA1_80(0x0001, 14);

  /** Length of the master key of every profile here, bytes. */
  public static final int KEY_LENGTH = 16;

  private final int id;
  private final int saltLength;

  SrtpProfile(int id, int saltLength) {
    this.id = id;
    this.saltLength = saltLength;
  }

  /** The number of the profile in the use_srtp extension. */
  public int id() {
    return id;
  }

  /** Length of the master salt, bytes. */
  public int saltLength() {
    return saltLength;
  }

  public static Optional<SrtpProfile> ofId(int id) {
    for (SrtpProfile profile : values()) {
      if (profile.id == id) {
        return Optional.of(profile);
      }
    }
    return Optional.empty();
  }

  SrtpTransform transform(byte[] masterKey, byte[] masterSalt) {
    return switch (this) {
      case AEAD_AES_128_GCM -> new GcmTransform(masterKey, masterSalt);
      case AES128_CM_HMAC_SHA1_80 -> new CounterModeTransform(masterKey, masterSalt);
    };
  }
}
