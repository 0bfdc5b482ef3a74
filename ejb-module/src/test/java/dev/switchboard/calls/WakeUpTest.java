package dev.switchboard.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.Environment;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.SignallingCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a service worker is pushed. */
class WakeUpTest {
  private static final CallSettings LIMITS = CallSettings.from(new Environment(Map.of()));
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final DeviceId PHONE = new DeviceId("phone");

  private static Call calling(String caller, String device) {
    Call call = Call.begin(party(caller, new DeviceId("laptop"), device), false, "node1", NOW);
    call.wake(call.invite(party("bob", PHONE, "Bob's phone"), LIMITS, NOW), LIMITS, NOW);
    return call;
  }

  private static Party party(String name, DeviceId device, String deviceName) {
    return new Party(new AccountId(name), name, "+41446681800", device, "desktop", deviceName);
  }

  private static String invitation(Call call, Locale language) {
    return new SignallingCodec().encode(CallViews.wakeUp(call, call.leg(PHONE), LIMITS, language));
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void saysWhoCallsFromWhichDeviceAndHowLong() throws Exception {
    Call call = calling("alice", "Chrome on Linux");
    JsonNode said = json(invitation(call, Locale.ENGLISH));
    assertThat(said.path("kind").asText()).isEqualTo("invitation");
    assertThat(said.path("call").asText()).isEqualTo(call.id().value());
    assertThat(said.at("/from/name").asText()).isEqualTo("alice");
    assertThat(said.at("/from/device/name").asText()).isEqualTo("Chrome on Linux");
    assertThat(said.path("ringSeconds").asInt()).isEqualTo(30);
    assertThat(said.path("url").asText()).isEqualTo("/");
    assertThat(said.path("title").asText()).isEqualTo("alice is calling");
    assertThat(said.path("body").asText()).isEqualTo("from Chrome on Linux");
    assertThat(json(invitation(call, Locale.CHINESE)).path("title").asText()).isEqualTo("alice 来电");
  }

  @Test
  void saysWhatBecameOfTheCall() throws Exception {
    Call call = calling("alice", "Chrome on Linux");
    call.cancel(new DeviceId("laptop"), NOW);
    JsonNode said =
        json(
            new SignallingCodec()
                .encode(CallViews.wakeUpOver(call, call.leg(PHONE), Locale.ENGLISH)));
    assertThat(said.path("kind").asText()).isEqualTo("over");
    assertThat(said.path("title").asText()).isEqualTo("Missed call from alice.");
    assertThat(said.has("ringSeconds")).isFalse();
  }

  @Test
  void fitsIntoOnePushMessageWithTheLongestNames() {
    Call call = calling("名".repeat(200), "机".repeat(200));
    assertThat(invitation(call, Locale.CHINESE).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(3_993);
  }

  @Test
  void isSentUnderATopicThatPushServicesTake() {
    assertThat(calling("alice", "x").id().value()).matches("[A-Za-z0-9_-]{1,32}");
  }
}
