package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every cause of S1.9, produced for real: on the caller's page, in the history, on the queue. The
 * callee is a headless device, which can misbehave as no page would. Limits are shortened.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CausesIT {
  private static final Map<String, String> SHORT_LIMITS =
      Map.of(
          "SWITCHBOARD_RING_SECONDS", "5",
          "SWITCHBOARD_CONNECT_SECONDS", "5",
          "SWITCHBOARD_LOST_SECONDS", "6",
          "SWITCHBOARD_RESUME_SECONDS", "4",
          "SWITCHBOARD_CHOOSE_SECONDS", "8");

  private final String caller = SharedServer.newName("carol");
  private final String callee = SharedServer.newName("dave");
  private Server server;
  private Integration integration;
  private Person carol;
  private Terminal dave;

  @BeforeAll
  void start() {
    server = Server.start(Path.of("target/causes-server"), SharedServer.settings(SHORT_LIMITS));
    integration = Integration.connect(server);
    carol = new Person(server.home(), Browser.Kind.LAPTOP);
    carol.register(caller, SharedServer.newNumber()).logIn(caller);
    new WebForms(server.home(), "x").register(callee, SharedServer.newNumber());
  }

  @AfterAll
  void stop() {
    integration.close();
    carol.close();
    server.close();
  }

  @BeforeEach
  void daveIsOnline() {
    dave = Terminal.of(server, callee);
  }

  @AfterEach
  void daveLeaves() {
    dave.close();
    carol.closeCall();
  }

  @Test
  void lookUpFailedWhenThereIsNoSuchAccount() {
    carol.lookUp("nobody-of-that-name");
    assertThat(carol.text("#callee-error")).containsIgnoringCase("look-up failed");
    assertInHistory(carol, "Not found");
    failure("LOOKUP_FAILED", 404, 1);
  }

  @Test
  void undeliverableWhenTheDeviceDoesNotConfirm() {
    carolCalls();
    dave.awaitType("invitation");
    ends("UNDELIVERABLE", 480, 20, "Device not reachable");
  }

  @Test
  void undeliverableWhenTheDeviceIsOffline() {
    carol.lookUp(callee);
    dave.close();
    Wait.until(
        "the open list shows it offline",
        Browser.PATIENCE,
        () -> carol.devices().stream().allMatch(device -> device.contains("ffline")));
    carol.choose("ffline").call();
    ends("UNDELIVERABLE", 480, 20, "Device not reachable");
  }

  @Test
  void noAnswerWhenTheRingLimitPasses() {
    carolCallsAndDaveRings();
    ends("NO_ANSWER", 408, 19, "No answer");
    assertInHistory(dave, "No answer");
  }

  @Test
  void connectFailedWhenMediaDoesNotComeUpAtTheCallee() {
    String call = carolCallsAndDaveRings();
    assertThat(dave.callRequest("answer", call).path("type").asText()).isEqualTo("ok");
    ends("CONNECT_FAILED", 500, 47, "Connection failed");
    assertInHistory(dave, "Connection failed");
  }

  @Test
  void busyWhenTheDeviceRingsForAnother() {
    String other = SharedServer.newName("erin");
    new WebForms(server.home(), "x").register(other, SharedServer.newNumber());
    try (Terminal erin = Terminal.of(server, other)) {
      JsonNode found = erin.lookUp(callee);
      erin.call(found, onlineDevice(found));
      String ringing = dave.awaitType("invitation").path("call").asText();
      dave.callRequest("confirm", ringing);
      erin.awaitState(ringing, "ringing");
      carol.lookUp(callee).choose("inging").call();
      ends("BUSY", 486, 17, "Busy");
      erin.callRequest("cancel", ringing);
    }
  }

  @Test
  void declinedWhenTheUserDeclines() {
    String call = carolCallsAndDaveRings();
    dave.callRequest("decline", call);
    ends("DECLINED", 603, 21, "Declined");
    assertInHistory(dave, "Declined");
  }

  @Test
  void cancelledWhenTheCallerGivesUp() {
    String call = carolCallsAndDaveRings();
    carol.hangUp();
    assertThat(dave.awaitState(call, "ended").path("cause").asText()).isEqualTo("CANCELLED");
    ends("CANCELLED", 487, 16, "Cancelled");
    assertInHistory(dave, "Cancelled");
  }

  @Test
  void connectionLostWhenASideIsGoneWithoutGoodbye() {
    try (Person frank = new Person(server.home(), Browser.Kind.PHONE)) {
      String name = SharedServer.newName("frank");
      frank.register(name, SharedServer.newNumber()).logIn(name);
      carol.lookUp(name).chooseAny().call();
      frank.answer();
      carol.awaitPhase("connected").awaitMedia();
      frank.crash();
      assertThat(carol.cause()).isEqualTo("CONNECTION_LOST");
      assertInHistory(carol, "Connection lost");
    }
  }

  @Test
  void deviceRemovedWhenItsOwnerRemovesTheDeviceInACall() {
    try (Person grace = new Person(server.home(), Browser.Kind.PHONE);
        Person other = new Person(server.home(), Browser.Kind.LAPTOP)) {
      String name = SharedServer.newName("grace");
      grace.register(name, SharedServer.newNumber()).logIn(name);
      carol.lookUp(name).chooseAny().call();
      grace.answer();
      carol.awaitPhase("connected").awaitMedia();
      other.logIn(name).removeOtherDevice();
      assertThat(carol.cause()).isEqualTo("DEVICE_REMOVED");
      assertInHistory(carol, "Device removed");
    }
  }

  @Test
  void theTimeToChooseIsLimited() {
    carol.lookUp(callee);
    Wait.until(
        "the look-up lapses with a message",
        Duration.ofSeconds(20),
        () -> !carol.isVisible("#choice") && !carol.text("#callee-error").isBlank());
  }

  private void carolCalls() {
    carol.lookUp(callee).choose("nline").call();
  }

  private String carolCallsAndDaveRings() {
    carolCalls();
    String call = dave.awaitType("invitation").path("call").asText();
    dave.callRequest("confirm", call);
    carol.awaitPhase("ringing");
    return call;
  }

  private void ends(String cause, int sip, int q850, String inHistory) {
    assertThat(carol.ending()).isNotBlank();
    assertThat(carol.cause()).isEqualTo(cause);
    assertInHistory(carol, inHistory);
    failure(cause, sip, q850);
  }

  private void failure(String cause, int sip, int q850) {
    JsonNode failure =
        integration.failure(
            message ->
                message.path("cause").asText().equals(cause)
                    && message.toString().contains(caller));
    assertThat(failure.path("sip").asInt()).isEqualTo(sip);
    assertThat(failure.path("q850").asInt()).isEqualTo(q850);
  }

  private static String onlineDevice(JsonNode found) {
    for (JsonNode device : found.path("devices")) {
      if (device.path("presence").asText().equals("online")) {
        return device.path("id").asText();
      }
    }
    throw new AssertionError("no device is online in " + found);
  }

  private static void assertInHistory(Person person, String cause) {
    String page =
        (String)
            person.eventually(
                "const done = arguments[0]; fetch('/history.xhtml').then(r => r.text()).then(done)");
    assertThat(firstRow(page)).contains(cause);
  }

  private static void assertInHistory(Terminal terminal, String cause) {
    assertThat(firstRow(terminal.forms().get("history.xhtml").body())).contains(cause);
  }

  private static String firstRow(String page) {
    int start = page.indexOf("<tbody");
    int end = page.indexOf("</tr>", start);
    return end < 0 ? page : page.substring(start, end);
  }
}
