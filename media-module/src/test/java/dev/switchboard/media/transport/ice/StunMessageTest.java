package dev.switchboard.media.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors are those of RFC 5769. */
@DisplayName("A STUN message")
class StunMessageTest {
  private static final String PWD = "VOkJxbRl1RmTxUk/WvJxBt";

  static final byte[] REQUEST =
      bytes(
          "00010058 2112a442 b7e7a701 bc34d686 fa87dfae"
              + "80220010 5354554e 20746573 7420636c 69656e74"
              + "00240004 6e0001ff 80290008 932ff9b1 51263b36"
              + "00060009 6576746a 3a683676 59202020"
              + "00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2"
              + "80280004 e57a3bcf");

  static final byte[] IPV4_RESPONSE =
      bytes(
          "0101003c 2112a442 b7e7a701 bc34d686 fa87dfae"
              + "8022000b 74657374 20766563 746f7220"
              + "00200008 0001a147 e112a643"
              + "00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7"
              + "80280004 c07d4c96");

  static final byte[] IPV6_RESPONSE =
      bytes(
          "01010048 2112a442 b7e7a701 bc34d686 fa87dfae"
              + "8022000b 74657374 20766563 746f7220"
              + "00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9"
              + "00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41"
              + "80280004 c8fb0b4c");

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static StunMessage parse(byte[] bytes) {
    return StunMessage.parse(bytes, 0, bytes.length).orElseThrow();
  }

  @Test
  @DisplayName("tells whom it is for before it is read, and only if it looks whole")
  void peeks() {
    assertThat(StunMessage.peekLocalUfrag(REQUEST, REQUEST.length)).contains("evtj");
    assertThat(StunMessage.peekLocalUfrag(IPV4_RESPONSE, IPV4_RESPONSE.length)).contains("");
    for (int length = 0; length < REQUEST.length; length++) {
      assertThat(StunMessage.peekLocalUfrag(REQUEST, length)).isEmpty();
      byte[] cut = Arrays.copyOf(REQUEST, length);
      if (length >= Stun.HEADER_LENGTH && length % 4 == 0) {
        cut[3] = (byte) (length - Stun.HEADER_LENGTH);
        assertThat(StunMessage.peekLocalUfrag(cut, length)).contains(length < 76 ? "" : "evtj");
      }
    }
  }

  @Test
  @DisplayName("is read as RFC 5769 section 2.1 says")
  void readsTheRequest() {
    StunMessage request = parse(REQUEST);
    assertThat(request.isRequest()).isTrue();
    assertThat(request.username()).isEqualTo("evtj:h6vY");
    assertThat(request.localUfrag()).isEqualTo("evtj");
    assertThat(request.hasPriority()).isTrue();
    assertThat(request.claimsControlled()).isTrue();
    assertThat(request.nominates()).isFalse();
    assertThat(request.isFingerprintWrong()).isFalse();
    assertThat(request.isAuthentic(PWD)).isTrue();
    assertThat(request.isAuthentic("another password, 22 ch")).isFalse();
  }

  @Test
  @DisplayName("is read as RFC 5769 sections 2.2 and 2.3 say")
  void readsTheResponses() {
    StunMessage ipv4 = parse(IPV4_RESPONSE);
    assertThat(ipv4.isSuccess()).isTrue();
    assertThat(ipv4.isAuthentic(PWD)).isTrue();
    assertThat(ipv4.isFingerprintWrong()).isFalse();
    assertThat(ipv4.mappedAddress()).contains(new InetSocketAddress("192.0.2.1", 32853));
    StunMessage ipv6 = parse(IPV6_RESPONSE);
    assertThat(ipv6.isAuthentic(PWD)).isTrue();
    assertThat(ipv6.isFingerprintWrong()).isFalse();
    assertThat(ipv6.mappedAddress())
        .contains(new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853));
  }

  @Test
  @DisplayName("is written so that it is read again")
  void writesAndReads() {
    InetSocketAddress address = new InetSocketAddress("2001:db8::7", 4711);
    byte[] written =
        StunWriter.success(new TransactionId(1, 2)).xorMappedAddress(address).sign(PWD);
    StunMessage read = parse(written);
    assertThat(read.mappedAddress()).contains(address);
    assertThat(read.transactionId()).isEqualTo(new TransactionId(1, 2));
    assertThat(read.isAuthentic(PWD)).isTrue();
    assertThat(read.isFingerprintWrong()).isFalse();
    byte[] error =
        StunWriter.error(new TransactionId(1, 2), 487, "Role Conflict")
            .unknownAttributes(List.of(1, 2, 3))
            .sign(PWD);
    assertThat(parse(error).errorCode()).hasValue(487);
  }

  @Test
  @DisplayName("with any protected bit changed is malformed or not authentic")
  void noticesChanges() {
    for (int bit = 0; bit < (REQUEST.length - 8) * 8; bit++) {
      byte[] changed = REQUEST.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(StunMessage.parse(changed, 0, changed.length).filter(m -> m.isAuthentic(PWD)))
          .as("bit %d", bit)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 19, 20, 23, 24, 60, 107})
  @DisplayName("that is cut off is malformed")
  void refusesCutMessages(int length) {
    byte[] cut = Arrays.copyOf(REQUEST, length);
    assertThat(StunMessage.parse(cut, 0, length)).isEmpty();
  }

  @Test
  @DisplayName("is not affected by attributes after MESSAGE-INTEGRITY")
  void ignoresUnprotectedAttributes() {
    byte[] extended = Arrays.copyOf(REQUEST, REQUEST.length - 8 + 4);
    extended[3] -= 4;
    // USE-CANDIDATE where FINGERPRINT was.
    System.arraycopy(bytes("00250000"), 0, extended, REQUEST.length - 8, 4);
    StunMessage message = parse(extended);
    assertThat(message.isAuthentic(PWD)).isTrue();
    assertThat(message.nominates()).isFalse();
  }
}
