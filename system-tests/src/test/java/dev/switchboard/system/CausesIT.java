package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
  /** What each cause leaves behind. */
  private enum Trace {
    //               in the histories        to the callee          to the caller       SIP, Q.850
    LOOKUP_FAILED("Not found", CalleeSees.NOTHING, "look-up failed", 404, 1),
    UNDELIVERABLE("Device not reachable", CalleeSees.MISSED, "can't be reached", 480, 20),
    NO_ANSWER("No answer", CalleeSees.MISSED, "did not answer", 408, 19),
    CONNECT_FAILED("Connection failed", CalleeSees.INCOMING, "could not be set up", 500, 47),
    BUSY("Busy", CalleeSees.MISSED, "is busy", 486, 17),
    DECLINED("Declined", CalleeSees.INCOMING, "declined", 603, 21),
    CANCELLED("Cancelled", CalleeSees.MISSED, "You cancelled", 487, 16),
    HUNG_UP("Ended normally", CalleeSees.CONNECTED, "You hung up"),
    CONNECTION_LOST("Connection lost", CalleeSees.CONNECTED, "was lost", 503, 38),
    DEVICE_REMOVED("Device removed", CalleeSees.CONNECTED, "not available", 480, 20);

    private final String inHistory;
    private final CalleeSees calleeSees;
    private final String toCaller;
    private final List<Integer> codes;

    Trace(String inHistory, CalleeSees calleeSees, String toCaller, Integer... codes) {
      this.inHistory = inHistory;
      this.calleeSees = calleeSees;
      this.toCaller = toCaller;
      this.codes = List.of(codes);
    }
  }

  /** How the callee finds the call in the history. */
  private enum CalleeSees {
    NOTHING(""),
    MISSED("Missed New"),
    INCOMING("Incoming"),
    CONNECTED("Incoming");

    private final String direction;

    CalleeSees(String direction) {
      this.direction = direction;
    }
  }

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
    leavesInVain("nobody-of-that-name");
  }

  @Test
  void lookUpFailedWhenTheCalleeDoesNotLetThisCallerSeeTheDevices() {
    setVisibility("NOBODY");
    try {
      List<HistoryRow> before = dave.forms().history();
      carol.lookUp(callee);
      leavesInVain(callee);
      assertThat(dave.forms().history()).as("what the callee is told").isEqualTo(before);
    } finally {
      setVisibility("EVERYONE");
    }
  }

  @Test
  void undeliverableWhenTheDeviceDoesNotConfirm() {
    carolCalls();
    dave.awaitType("invitation");
    leaves(Trace.UNDELIVERABLE);
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
    leaves(Trace.UNDELIVERABLE);
  }

  @Test
  void noAnswerWhenTheRingLimitPasses() {
    carolCallsAndDaveRings();
    leaves(Trace.NO_ANSWER);
  }

  @Test
  void connectFailedWhenMediaDoesNotComeUpAtTheCallee() {
    String call = carolCallsAndDaveRings();
    assertThat(dave.callRequest("answer", call).path("type").asText()).isEqualTo("ok");
    leaves(Trace.CONNECT_FAILED);
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
      leaves(Trace.BUSY);
      erin.callRequest("cancel", ringing);
    }
  }

  @Test
  void declinedWhenTheUserDeclines() {
    dave.callRequest("decline", carolCallsAndDaveRings());
    leaves(Trace.DECLINED);
  }

  @Test
  void cancelledWhenTheCallerGivesUp() {
    String call = carolCallsAndDaveRings();
    carol.hangUp();
    assertThat(dave.awaitState(call, "ended").path("cause").asText()).isEqualTo("CANCELLED");
    leaves(Trace.CANCELLED);
  }

  @Test
  void hungUpAtTheEndOfACallThatWasAnsweredElsewhereThanOnAnotherDevice() {
    try (Terminal phone = Terminal.of(server, callee, "Mozilla/5.0 (Linux; Android 10) Mobile")) {
      int before = dave.forms().history().size();
      carol.lookUp(callee).chooseAny().call();
      String call = dave.awaitType("invitation").path("call").asText();
      List.of(dave, phone).forEach(terminal -> ring(terminal, call));
      dave.callRequest("answer", call);
      dave.offerMedia(call);
      assertThat(phone.awaitState(call, "ended").path("cause").asText())
          .isEqualTo("ANSWERED_ELSEWHERE");
      carol.awaitPhase("connected").hangUp();
      leaves(Trace.HUNG_UP);

      // One entry, with the device that answered, and what became of each in its details.
      HistoryRow callees = dave.forms().history().get(0);
      assertThat(callees.device()).containsPattern("^Browser on Linux.* Rang on 2 devices");
      String answered = callees.device().replaceFirst(" Rang on .*", "");
      assertThat(callees.device())
          .contains(answered + ": Ended normally")
          .contains("Browser on Android: Answered elsewhere");
      assertThat(dave.forms().history()).hasSize(before + 1);
      assertThat(carol.history().get(0).device()).isEqualTo("Chrome on Linux");
      assertThat(carol.history().get(0).who()).endsWith(answered);
    }
  }

  @Test
  void connectionLostWhenASideIsGoneWithoutGoodbye() {
    String name = SharedServer.newName("frank");
    try (Person frank = new Person(server.home(), Browser.Kind.PHONE)) {
      frank.register(name, SharedServer.newNumber()).logIn(name);
      carolIsConnectedWith(frank, name);
      frank.crash();
      leaves(Trace.CONNECTION_LOST, name, () -> signedIn(name).history());
    }
  }

  @Test
  void deviceRemovedWhenItsOwnerRemovesTheDeviceInACall() {
    String name = SharedServer.newName("grace");
    try (Person grace = new Person(server.home(), Browser.Kind.PHONE);
        Person other = new Person(server.home(), Browser.Kind.LAPTOP)) {
      grace.register(name, SharedServer.newNumber()).logIn(name);
      carolIsConnectedWith(grace, name);
      other.logIn(name).removeOtherDevice();
      leaves(Trace.DEVICE_REMOVED, name, other::history);
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

  private static void ring(Terminal terminal, String call) {
    terminal.awaitType("invitation");
    terminal.callRequest("confirm", call);
  }

  private void carolIsConnectedWith(Person person, String name) {
    carol.lookUp(name).chooseAny().call();
    person.answer();
    carol.awaitPhase("connected").awaitMedia();
  }

  private WebForms signedIn(String name) {
    WebForms forms = new WebForms(server.home(), "x");
    forms.logIn(name, Person.PASSWORD);
    return forms;
  }

  private void setVisibility(String who) {
    dave.forms().submit("settings.xhtml", "visibility", Map.of("choice", who));
  }

  private void leaves(Trace trace) {
    leaves(trace, callee, () -> dave.forms().history());
  }

  /** On the caller's page, in the history of both, and on the queue. */
  private void leaves(Trace trace, String other, Supplier<List<HistoryRow>> othersHistory) {
    Wait.until(
        "the page says that it " + trace.toCaller,
        Duration.ofSeconds(20),
        () -> carol.ending().contains(trace.toCaller));
    assertThat(carol.cause()).isEqualTo(trace.name());

    HistoryRow callers = carol.history().get(0);
    assertThat(callers.direction()).isEqualTo("Outgoing");
    assertThat(callers.who()).startsWith(other);
    assertThat(callers.cause()).isEqualTo(trace.inHistory);

    HistoryRow callees = othersHistory.get().get(0);
    assertThat(callees.direction()).isEqualTo(trace.calleeSees.direction);
    assertThat(callees.who()).startsWith(caller);
    assertThat(callees.cause()).isEqualTo(trace.inHistory);
    for (HistoryRow row : List.of(callers, callees)) {
      assertThat(!row.duration().isEmpty()).isEqualTo(trace.calleeSees == CalleeSees.CONNECTED);
    }

    String call = carol.callId();
    assertOnTheQueue(trace, message -> message.path("call").asText().equals(call));
  }

  private void leavesInVain(String dialled) {
    assertThat(carol.text("#callee-error")).containsIgnoringCase(Trace.LOOKUP_FAILED.toCaller);
    HistoryRow row = carol.history().get(0);
    assertThat(row.who()).isEqualTo(dialled);
    assertThat(row.cause()).isEqualTo(Trace.LOOKUP_FAILED.inHistory);
    assertOnTheQueue(
        Trace.LOOKUP_FAILED,
        message ->
            message.at("/callee/name").asText().equals(dialled)
                && message.path("cause").asText().equals("LOOKUP_FAILED"));
  }

  private void assertOnTheQueue(Trace trace, Predicate<JsonNode> ofThisCall) {
    if (trace.codes.isEmpty()) {
      assertThat(integration.failures()).noneMatch(ofThisCall);
      return;
    }
    JsonNode failure = integration.failure(ofThisCall);
    assertThat(failure.path("cause").asText()).isEqualTo(trace.name());
    assertThat(List.of(failure.path("sip").asInt(), failure.path("q850").asInt()))
        .isEqualTo(trace.codes);
    assertThat(failure.at("/caller/name").asText()).isEqualTo(caller);
  }

  private static String onlineDevice(JsonNode found) {
    for (JsonNode device : found.path("devices")) {
      if (device.path("presence").asText().equals("online")) {
        return device.path("id").asText();
      }
    }
    throw new AssertionError("no device is online in " + found);
  }
}
