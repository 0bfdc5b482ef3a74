package dev.switchboard.devices.push;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what only the browser of a subscription can read (RFC 8291), as one record of the
 * content coding {@code aes128gcm} (RFC 8188):
 *
 * <pre>
 * | salt, 16 | record size, 4 | 65 | our public key, 65 | ciphertext | tag, 16 |
 * </pre>
 */
final class PushEncryption {
  /** What push services take at least (RFC 8030 section 7.2), less what the coding adds. */
  static final int LONGEST_TEXT = 3_993;

  /** Length of the secret of a subscription, in bytes. */
  static final int AUTH_BYTES = 16;

  private static final int RECORD_SIZE = 4_096;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** After the text of the last record (RFC 8188 section 2). */
  private static final byte LAST_RECORD = 2;

  private static final SecureRandom RANDOM = new SecureRandom();

  private PushEncryption() {}

  /**
   * Encrypts with a key pair and a salt of this message's own.
   *
   * @param text at most {@link #LONGEST_TEXT} bytes
   */
  static byte[] encrypt(byte[] text, ECPublicKey browser, byte[] authSecret) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return encrypt(text, browser, authSecret, P256.newKeyPair(), salt);
  }

  /** As above with a given pair and salt, which must serve for this one message only. */
  static byte[] encrypt(
      byte[] text, ECPublicKey browser, byte[] authSecret, KeyPair own, byte[] salt) {
    if (text.length > LONGEST_TEXT) {
      throw new IllegalArgumentException("A push message of " + text.length + " bytes");
    }
    byte[] ownPoint = P256.encode((ECPublicKey) own.getPublic());
    try {
      // RFC 8291 section 3.4: from the shared secret and the subscription's to the input key.
      byte[] secretKey = hmac(authSecret, agree(own, browser));
      byte[] inputKey =
          hmac(secretKey, info("WebPush: info"), P256.encode(browser), ownPoint, new byte[] {1});
      // RFC 8188 section 2.2 and 2.3.
      byte[] pseudoRandomKey = hmac(salt, inputKey);
      byte[] key = expand(pseudoRandomKey, "Content-Encoding: aes128gcm", KEY_BYTES);
      byte[] nonce = expand(pseudoRandomKey, "Content-Encoding: nonce", NONCE_BYTES);
      byte[] record = Arrays.copyOf(text, text.length + 1);
      record[text.length] = LAST_RECORD;
      byte[] sealed = seal(record, key, nonce);
      return ByteBuffer.allocate(SALT_BYTES + 4 + 1 + P256.POINT_BYTES + sealed.length)
          .put(salt)
          .putInt(RECORD_SIZE)
          .put((byte) P256.POINT_BYTES)
          .put(ownPoint)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has ECDH, HMAC and AES-GCM", e);
    }
  }

  private static byte[] agree(KeyPair own, ECPublicKey other) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(own.getPrivate());
    agreement.doPhase(other, true);
    return agreement.generateSecret();
  }

  /** HKDF-Expand (RFC 5869) of one block at most. */
  private static byte[] expand(byte[] pseudoRandomKey, String info, int bytes)
      throws GeneralSecurityException {
    return Arrays.copyOf(hmac(pseudoRandomKey, info(info), new byte[] {1}), bytes);
  }

  private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  private static byte[] seal(byte[] record, byte[] key, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher.doFinal(record);
  }

  /** The text and the zero that ends it. */
  private static byte[] info(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }
}
