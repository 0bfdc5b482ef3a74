package dev.switchboard.media.transport.ice;

import java.security.SecureRandom;

/** A ufrag and its pwd (RFC 8445 section 5.3); no record, so that nothing prints the pwd. */
final class IceCredentials {
  private static final String ICE_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /** 48 bits: the ufrag also finds the leg among all that share the port. */
  private static final int UFRAG_LENGTH = 8;

  /** 144 bits; RFC 8445 asks for 128 or more. */
  private static final int PWD_LENGTH = 24;

  private final String ufrag;
  private final String pwd;

  IceCredentials(String ufrag, String pwd) {
    this.ufrag = ufrag;
    this.pwd = pwd;
  }

  static IceCredentials random(SecureRandom random) {
    return new IceCredentials(iceChars(random, UFRAG_LENGTH), iceChars(random, PWD_LENGTH));
  }

  private static String iceChars(SecureRandom random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
    }
    return text.toString();
  }

  String ufrag() {
    return ufrag;
  }

  String pwd() {
    return pwd;
  }
}
