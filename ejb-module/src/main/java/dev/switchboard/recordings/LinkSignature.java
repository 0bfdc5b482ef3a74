package dev.switchboard.recordings;

import dev.switchboard.accounts.AccountId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs links: HMAC-SHA256 (RFC 2104) over all that a link says, in 43 characters. Pure.
 *
 * @param key of the server
 */
record LinkSignature(String key) {
  private static final String ALGORITHM = "HmacSHA256";

  /**
   * The signature of a link.
   *
   * @param until when it expires; whole seconds count
   */
  String of(RecordingId recording, String file, AccountId viewer, Instant until) {
    // The name comes last: it alone may hold anything.
    String all =
        String.join(
            "\n", recording.value(), viewer.value(), Long.toString(until.getEpochSecond()), file);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), ALGORITHM));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(all.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Whether a signature is that of a link; takes as long whatever it is. */
  boolean isOf(
      String signature, RecordingId recording, String file, AccountId viewer, Instant until) {
    return MessageDigest.isEqual(
        signature.getBytes(StandardCharsets.UTF_8),
        of(recording, file, viewer, until).getBytes(StandardCharsets.UTF_8));
  }
}
