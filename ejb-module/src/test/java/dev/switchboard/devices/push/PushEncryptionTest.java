package dev.switchboard.devices.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The example of RFC 8291 section 5 and appendix A, byte by byte. */
class PushEncryptionTest {
  private static final String TEXT = "When I grow up, I want to be a watermelon";
  private static final String OWN_PUBLIC =
      "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
  private static final String OWN_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
  private static final String BROWSER =
      "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
  private static final String SALT = "DGv6ra1nlYgDCS1FRnbzlw";
  private static final String AUTH_SECRET = "BTBZMqHH6r4Tts7J_aSIgg";
  private static final String BODY =
      "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
          + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
          + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

  @Test
  void encryptsTheExampleOfTheRfc() throws Exception {
    byte[] body =
        PushEncryption.encrypt(
            TEXT.getBytes(StandardCharsets.UTF_8),
            P256.decode(bytes(BROWSER)).orElseThrow(),
            bytes(AUTH_SECRET),
            ownPair(),
            bytes(SALT));
    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(body)).isEqualTo(BODY);
  }

  @Test
  void usesAnotherSaltAndKeyForEachMessage() {
    ECPublicKey browser = P256.decode(bytes(BROWSER)).orElseThrow();
    byte[] one = PushEncryption.encrypt(new byte[1], browser, bytes(AUTH_SECRET));
    byte[] other = PushEncryption.encrypt(new byte[1], browser, bytes(AUTH_SECRET));
    assertThat(one).hasSameSizeAs(other).isNotEqualTo(other);
  }

  @Test
  void fillsOneRecordWithTheLongestTextAndTakesNoLongerOne() {
    ECPublicKey browser = P256.decode(bytes(BROWSER)).orElseThrow();
    byte[] secret = bytes(AUTH_SECRET);
    byte[] longest = new byte[PushEncryption.LONGEST_TEXT];
    assertThat(PushEncryption.encrypt(longest, browser, secret)).hasSize(4_096);
    byte[] longer = new byte[PushEncryption.LONGEST_TEXT + 1];
    assertThatThrownBy(() -> PushEncryption.encrypt(longer, browser, secret))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsAndWritesPointsOfTheCurveAndNoOthers() {
    byte[] point = bytes(BROWSER);
    assertThat(P256.encode(P256.decode(point).orElseThrow())).isEqualTo(point);
    byte[] beside = point.clone();
    beside[64] ^= 1;
    byte[] compressed = point.clone();
    compressed[0] = 2;
    byte[] beyond = point.clone();
    Arrays.fill(beyond, 1, 33, (byte) 0xff);
    assertThat(P256.decode(beside)).isEmpty();
    assertThat(P256.decode(compressed)).isEmpty();
    assertThat(P256.decode(beyond)).isEmpty();
    assertThat(P256.decode(new byte[0])).isEmpty();
    assertThat(P256.decode(new byte[65])).isEmpty();
  }

  /** A coordinate is short, or has its highest bit set, in one of a few pairs. */
  @Test
  void writesEveryPointInFullLength() {
    for (int i = 0; i < 300; i++) {
      ECPublicKey key = (ECPublicKey) P256.newKeyPair().getPublic();
      assertThat(P256.decode(P256.encode(key)).orElseThrow().getW()).isEqualTo(key.getW());
    }
  }

  private static KeyPair ownPair() throws GeneralSecurityException {
    ECPublicKey own = P256.decode(bytes(OWN_PUBLIC)).orElseThrow();
    ECPrivateKeySpec spec =
        new ECPrivateKeySpec(new BigInteger(1, bytes(OWN_PRIVATE)), own.getParams());
    return new KeyPair(own, KeyFactory.getInstance("EC").generatePrivate(spec));
  }

  private static byte[] bytes(String text) {
    return Base64.getUrlDecoder().decode(text);
  }
}
