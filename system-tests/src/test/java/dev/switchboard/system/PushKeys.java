package dev.switchboard.system;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The browser's side of Web Push: its keys, and how it reads what comes (RFC 8188 and 8291). It
 * shares nothing with what the server encrypts by.
 */
final class PushKeys {
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair pair;
  private final byte[] secret;

  private PushKeys(KeyPair pair, byte[] secret) {
    this.pair = pair;
    this.secret = secret;
  }

  static PushKeys random() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      byte[] secret = new byte[16];
      new SecureRandom().nextBytes(secret);
      return new PushKeys(generator.generateKeyPair(), secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String publicKey() {
    return TEXT.encodeToString(ownPoint());
  }

  String authSecret() {
    return TEXT.encodeToString(secret);
  }

  /** The text of a message; fails if one bit of it was changed, or is of somebody else. */
  String decrypt(byte[] body) {
    ByteBuffer message = ByteBuffer.wrap(body);
    byte[] salt = next(message, 16);
    int recordSize = message.getInt();
    byte[] sender = next(message, message.get());
    byte[] record = next(message, message.remaining());
    if (record.length > recordSize) {
      throw new IllegalArgumentException("more than one record");
    }
    try {
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(pair.getPrivate());
      agreement.doPhase(publicKey(sender), true);
      byte[] input =
          hkdf(
              secret,
              agreement.generateSecret(),
              join("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), ownPoint(), sender),
              32);
      byte[] key =
          hkdf(
              salt, input, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16);
      byte[] nonce =
          hkdf(salt, input, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      byte[] text = cipher.doFinal(record);
      int end = text.length - 1;
      while (text[end] == 0) {
        end--;
      }
      if (text[end] != 2) {
        throw new IllegalArgumentException("not the last record");
      }
      return new String(text, 0, end, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("nothing for this browser", e);
    }
  }

  /** Whether a token (RFC 7515) was signed by the owner of that public key with ES256. */
  static boolean isSigned(String token, String publicKey) {
    int end = token.lastIndexOf('.');
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initVerify(publicKey(Base64.getUrlDecoder().decode(publicKey)));
      signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1)));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private byte[] ownPoint() {
    ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
    return join(new byte[] {4}, coordinate(point.getAffineX()), coordinate(point.getAffineY()));
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] bytes = join(new byte[32], number.toByteArray());
    return Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length);
  }

  private static PublicKey publicKey(byte[] point) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(
                new ECPoint(
                    new BigInteger(1, Arrays.copyOfRange(point, 1, 33)),
                    new BigInteger(1, Arrays.copyOfRange(point, 33, 65))),
                curve.getParameterSpec(ECParameterSpec.class)));
  }

  /** RFC 5869, one block. */
  private static byte[] hkdf(byte[] salt, byte[] input, byte[] info, int length)
      throws GeneralSecurityException {
    return Arrays.copyOf(mac(mac(salt, input), join(info, new byte[] {1})), length);
  }

  private static byte[] mac(byte[] key, byte[] text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text);
  }

  private static byte[] next(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
