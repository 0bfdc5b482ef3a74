package dev.switchboard.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.switchboard.Environment;
import dev.switchboard.media.MediaConfig;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallSettingsTest {
  private static CallSettings withNode(String name) {
    return CallSettings.from(new Environment(Map.of("SWITCHBOARD_NODE", name)));
  }

  @Test
  void takesANodeNameOfTwentyThreeCharacters() {
    assertThat(withNode("switchboard-node.zurich").node()).hasSize(23);
  }

  @ParameterizedTest
  @ValueSource(strings = {"switchboard-node.zurich1", "two words", "zürich"})
  void namesTheVariableOfANodeNameThatTransactionsCantCarry(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> withNode(name))
        .withMessageContaining("SWITCHBOARD_NODE");
  }

  private static MediaConfig withTcp(String value) {
    return MediaSettings.from(new Environment(Map.of("SWITCHBOARD_MEDIA_TCP", value)));
  }

  @Test
  void letsTerminalsConnectByTcpUnlessToldNotTo() {
    assertThat(withTcp("").tcp()).isTrue();
    assertThat(withTcp("true").tcp()).isTrue();
    assertThat(withTcp("false").tcp()).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> withTcp("no"))
        .withMessageContaining("SWITCHBOARD_MEDIA_TCP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"switchboard.example:70000", "nowhere.invalid:10000", "10.0.0.1"})
  void namesTheVariableOfAnAddressThatCantBeAdvertised(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                MediaSettings.from(new Environment(Map.of("SWITCHBOARD_MEDIA_ADVERTISE", address))))
        .withMessageContaining("SWITCHBOARD_MEDIA_ADVERTISE");
  }

  @Test
  void hidesItsOwnAddressesOnlyWhereAnotherIsAdvertised() {
    String only = "SWITCHBOARD_MEDIA_ADVERTISE_ONLY";
    assertThat(
            MediaSettings.from(
                    new Environment(
                        Map.of(only, "true", "SWITCHBOARD_MEDIA_ADVERTISE", "192.0.2.7:10000")))
                .onlyAdvertised())
        .isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MediaSettings.from(new Environment(Map.of(only, "true"))))
        .withMessageContaining(only);
  }

  private static MediaConfig withAddresses(String value) {
    return MediaSettings.from(new Environment(Map.of("SWITCHBOARD_MEDIA_ADDRESSES", value)));
  }

  @Test
  void takesAddressesOfBothKindsInTheirOrder() {
    assertThat(withAddresses("::1, 127.0.0.2,127.0.0.1").addresses())
        .extracting(InetAddress::getHostAddress)
        .containsExactly("0:0:0:0:0:0:0:1", "127.0.0.2", "127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "::",
        "192.0.2.77",
        "2001:db8::77",
        "nowhere.invalid",
        ",",
        "300.1.2.3"
      })
  void namesTheVariableOfAnAddressThatTerminalsCantBeTold(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> withAddresses(address))
        .withMessageContaining("SWITCHBOARD_MEDIA_ADDRESSES");
  }
}
