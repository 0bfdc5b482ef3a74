package dev.switchboard.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.Softphones;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The server's addresses")
class AddressesTest {
  private static final int LIMIT_SECONDS = 20;

  /** Linux has all of 127.0.0.0/8, and would answer from 127.0.0.1 if it were left the choice. */
  @ParameterizedTest(name = "{0}, TCP {1}")
  @CsvSource({"127.0.0.2, false", "127.0.0.3, false", "::1, false", "::1, true"})
  @DisplayName("are each answered from, by UDP as by TCP, IPv4 as IPv6")
  void answersFromEach(String address, boolean tcp) throws Exception {
    List<InetAddress> all =
        List.of(
            InetAddress.getByName("127.0.0.2"),
            InetAddress.getByName("127.0.0.3"),
            InetAddress.getByName("::1"));
    MediaConfig config = MediaConfig.defaults().withAddresses(all).withPorts(0, 2);
    try (MediaServer server = MediaServer.start(config, new Unheard());
        Softphones softphones = Softphones.open(InetAddress.getByName("::"))) {
      Softphone phone = softphones.add(SoftphoneConfig.named("phone").withOverTcp(tcp));
      String answer =
          server
              .open("call")
              .answer("phone", phone.offer())
              .toCompletableFuture()
              .get(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertThat(answer).contains(" 127.0.0.2 ", " 127.0.0.3 ", " ::1 ");
      // Of the candidates it knows the one only.
      phone.accept(
          answer
              .lines()
              .filter(line -> !line.startsWith("a=candidate") || line.contains(" " + address + " "))
              .reduce("", (text, line) -> text + line + "\r\n"));
      phone.connected().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("are told IPv6 and IPv4 in turn, so that a broken kind delays nobody")
  void areToldInTurn() throws Exception {
    List<InetAddress> six =
        List.of(InetAddress.getByName("2001:db8::1"), InetAddress.getByName("fd00::1"));
    List<InetAddress> four = List.of(InetAddress.getByName("192.0.2.1"));
    assertThat(LocalAddresses.inTurn(six, four))
        .containsExactly(six.get(0), four.get(0), six.get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fe80::1", "fec0::1", "0.0.0.0", "::", "224.0.0.1", "ff02::1"})
  @DisplayName("are refused if they mean nothing to others")
  void refusesWhatNobodyReaches(String address) {
    assertThatThrownBy(
            () -> MediaConfig.defaults().withAddresses(List.of(InetAddress.getByName(address))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(address.substring(0, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fd00::1", "2001:db8::1", "192.168.1.1", "127.0.0.1", "::1"})
  @DisplayName("may be private, unique local (RFC 4193) and loopback")
  void takesPrivateOnes(String address) throws Exception {
    InetAddress each = InetAddress.getByName(address);
    assertThat(MediaConfig.defaults().withAddresses(List.of(each)).addresses())
        .containsExactly(each);
  }
}
