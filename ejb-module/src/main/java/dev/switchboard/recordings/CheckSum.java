package dev.switchboard.recordings;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** How bytes are compared without having both. */
enum CheckSum {
  /** What is written down of each file. */
  SHA_256("SHA-256"),
  /** What every server of S3 verifies (RFC 1864); against lines that fail, not against people. */
  MD5("MD5");

  private final String algorithm;

  CheckSum(String algorithm) {
    this.algorithm = algorithm;
  }

  MessageDigest digest() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
