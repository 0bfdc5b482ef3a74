package dev.switchboard.devices.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.Environment;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushSettingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://FCM.googleapis.com:443/wp/x",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://wns2-par02p.notify.windows.com/w/?token=x",
        "https://a.b.notify.windows.com/w/",
        "https://web.push.apple.com/x",
      })
  void sendsToThePushServicesOfBrowsers(String endpoint) {
    assertThat(PushHosts.of(PushHosts.KNOWN).find(endpoint)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.example/x",
        "https://example/fcm.googleapis.com",
        "https://xfcm.googleapis.com/x",
        "https://sub.web.push.apple.com/x",
        "https://notify.windows.com/x",
        "https://evilnotify.windows.com/x",
        "https://user@fcm.googleapis.com/x",
        "https://fcm.googleapis.com\\@example/x",
        "https://fcm.googleapis.com/x#y",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "file:///etc/passwd",
        "//fcm.googleapis.com/x",
        "mailto:x@fcm.googleapis.com",
        "https:",
        " ",
        "",
      })
  void sendsNowhereElse(String endpoint) {
    assertThat(PushHosts.of(PushHosts.KNOWN).find(endpoint)).isEmpty();
  }

  @Test
  void takesNoEndpointThatIsTooLong() {
    String prefix = "https://web.push.apple.com/";
    String longest = prefix + "x".repeat(PushHosts.LONGEST_ENDPOINT - prefix.length());
    assertThat(PushHosts.of(PushHosts.KNOWN).find(longest)).isPresent();
    assertThat(PushHosts.of(PushHosts.KNOWN).find(longest + "x")).isEmpty();
  }

  @Test
  void sendsByPlainHttpToAnOriginOnLoopbackThatIsListedOnly() {
    PushHosts hosts = PushHosts.of("http://localhost:8090, push.example.org");
    assertThat(hosts.find("http://localhost:8090/x")).isPresent();
    assertThat(hosts.find("http://localhost:8091/x")).isEmpty();
    assertThat(hosts.find("http://localhost/x")).isEmpty();
    assertThat(hosts.find("https://push.example.org/x")).isPresent();
    assertThat(hosts.find("http://push.example.org/x")).isEmpty();
  }

  @Test
  void sendsNowhereIfTheOperatorWantsNoWebPush() {
    assertThat(PushHosts.of("none").isEmpty()).isTrue();
    assertThat(PushHosts.of("none").find("https://web.push.apple.com/x")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SWITCHBOARD_PUSH_HOSTS, http://push.example.org:80",
    "SWITCHBOARD_PUSH_HOSTS, http://localhost",
    "SWITCHBOARD_PUSH_HOSTS, https://push.example.org",
    "SWITCHBOARD_PUSH_HOSTS, *",
    "SWITCHBOARD_PUSH_HOSTS, *.*",
    "SWITCHBOARD_PUSH_HOSTS, com",
    "SWITCHBOARD_PUSH_CONTACT, me@example.org",
    "SWITCHBOARD_PUSH_CONTACT, mailto:me",
    "SWITCHBOARD_PUSH_CONTACT, 'mailto:a\"b@example.org'",
    "SWITCHBOARD_PUSH_CONTACT, http://example.org",
  })
  void refusesWhatCannotBeRight(String variable, String value) {
    assertThatThrownBy(() -> PushSettings.from(new Environment(Map.of(variable, value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(variable);
  }

  @Test
  void hasThePushServicesOfBrowsersAndNoContactAtFirst() {
    PushSettings settings = PushSettings.from(new Environment(Map.of()));
    assertThat(settings.hosts().entries()).hasSize(4);
    assertThat(settings.contact()).isEmpty();
  }
}
