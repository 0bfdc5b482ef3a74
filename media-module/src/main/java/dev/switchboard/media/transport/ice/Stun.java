package dev.switchboard.media.transport.ice;

import java.security.GeneralSecurityException;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Numbers and sums of STUN (RFC 8489 sections 5, 14 and 18; ICE: RFC 8445 section 16). */
final class Stun {
  static final int MAGIC_COOKIE = 0x2112A442;
  static final int HEADER_LENGTH = 20;
  static final int ATTRIBUTE_HEADER_LENGTH = 4;
  static final int INTEGRITY_LENGTH = 20;
  static final int FINGERPRINT_LENGTH = 4;

  static final int BINDING_REQUEST = 0x0001;
  static final int BINDING_SUCCESS = 0x0101;
  static final int BINDING_ERROR = 0x0111;

  static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int ERROR_CODE = 0x0009;
  static final int UNKNOWN_ATTRIBUTES = 0x000A;
  static final int XOR_MAPPED_ADDRESS = 0x0020;
  static final int PRIORITY = 0x0024;
  static final int USE_CANDIDATE = 0x0025;
  static final int FINGERPRINT = 0x8028;
  static final int ICE_CONTROLLED = 0x8029;
  static final int ICE_CONTROLLING = 0x802A;

  /** Attributes from here on may be ignored by who does not know them. */
  static final int FIRST_OPTIONAL = 0x8000;

  static final int FAMILY_IPV4 = 1;
  static final int FAMILY_IPV6 = 2;

  static final int BAD_REQUEST = 400;
  static final int UNKNOWN_ATTRIBUTE = 420;
  static final int ROLE_CONFLICT = 487;

  private static final int FINGERPRINT_XOR = 0x5354554E;

  private Stun() {}

  /** Length of an attribute's value with its padding. */
  static int padded(int length) {
    return (length + 3) & ~3;
  }

  /** The FINGERPRINT value over {@code message[offset, offset + length)}. */
  static int fingerprint(byte[] message, int offset, int length) {
    CRC32 crc = new CRC32();
    crc.update(message, offset, length);
    return (int) crc.getValue() ^ FINGERPRINT_XOR;
  }

  /** HMAC-SHA1 over a header (20 bytes) and the rest of a message. */
  static byte[] integrity(byte[] key, byte[] header, byte[] message, int offset, int length) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      mac.update(header);
      mac.update(message, offset, length);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA1", e);
    }
  }
}
