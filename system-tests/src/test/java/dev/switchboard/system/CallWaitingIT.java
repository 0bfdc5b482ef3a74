package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;

/**
 * A device in a call is called by somebody else, with its call waiting on (S1.9): alice talks to
 * bob's phone, and carol calls it. Terminals show what the server allows, whatever a page does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallWaitingIT {
  private static final Duration TALK = Duration.ofSeconds(2);

  private final String a = SharedServer.newName("alice");
  private final String b = SharedServer.newName("bob");
  private final String c = SharedServer.newName("carol");
  private Server server;
  private Person alice;
  private Person bob;
  private Person carol;

  @BeforeAll
  void everybodyIsSignedIn() {
    server = SharedServer.get();
    alice = new Person(server.home(), Browser.Kind.LAPTOP);
    alice.register(a, SharedServer.newNumber()).logIn(a);
    bob = new Person(server.home(), Browser.Kind.PHONE);
    bob.register(b, SharedServer.newNumber()).logIn(b).allowCallWaiting().awaitOnline();
    carol = new Person(server.home(), Browser.Kind.LAPTOP);
    carol.register(c, SharedServer.newNumber()).logIn(c);
  }

  @AfterEach
  void everybodyIsFree() {
    for (Person caller : List.of(alice, carol)) {
      if (!List.of("none", "ended").contains(caller.phase())) {
        caller.hangUp();
      }
      caller.closeCall();
    }
    Wait.until(
        "bob's call is over",
        Browser.PATIENCE,
        () -> List.of("none", "ended").contains(bob.phase()));
    bob.closeCall();
  }

  @AfterAll
  void everybodyLeaves() {
    for (Person person : List.of(alice, bob, carol)) {
      person.close();
    }
  }

  @Test
  void showsWhoIsCallingAndGoesOnWithTheCallWhenTheyAreDeclined() {
    aliceTalksToBob();
    String focus = bob.focused();
    carolCallsToo();
    assertThat(bob.text("#waiting-peer")).isEqualTo(c + " is calling");
    assertThat(bob.text("#waiting-device")).contains("Linux");
    assertThat(bob.find("#waiting-announcement").getAttribute("textContent")).contains(c);
    assertThat(bob.driver.getTitle()).contains(c);
    assertThat(bob.focused()).as("the focus is where it was").isEqualTo(focus);
    MediaFigures before = bob.media();
    Wait.holds("the first call goes on", TALK, () -> bob.phase().equals("connected"));
    assertThat(bob.media().framesPerSecondSince(before)).isGreaterThanOrEqualTo(10);

    bob.pressUntilFocused("waiting-decline", Keys.TAB);
    bob.press(Keys.ENTER);
    assertThat(carol.cause()).isEqualTo("DECLINED");
    bob.awaitHidden("#call-waiting");
    assertThat(bob.focused()).isEqualTo("call-mute");
    assertThat(bob.driver.getTitle()).doesNotContain(c);
    assertThat(List.of(alice.phase(), bob.phase())).containsOnly("connected");
  }

  @Test
  void endsTheFirstCallAndAnswersTheSecond() {
    aliceTalksToBob();
    carolCallsToo();
    bob.click("#waiting-answer");
    assertThat(alice.cause()).isEqualTo("HUNG_UP");
    assertThat(alice.run("return window.switchboard.call.ending.side")).isEqualTo("callee");
    carol.awaitPhase("connected").awaitMedia();
    bob.awaitPhase("connected").awaitMedia();
    assertThat(bob.text("#call-peer")).isEqualTo(c);
    assertThat(bob.isVisible("#call-waiting")).isFalse();
    carol.hangUp();
    bob.awaitPhase("ended");
  }

  @Test
  void showsTheWaitingCallNoLongerThanItWaits() {
    aliceTalksToBob();
    carolCallsToo();
    carol.hangUp();
    bob.awaitHidden("#call-waiting");
    assertThat(carol.cause()).isEqualTo("CANCELLED");
    assertThat(bob.phase()).isEqualTo("connected");
  }

  @Test
  void ringsForTheWaitingCallWhenTheFirstOneEnds() {
    aliceTalksToBob();
    carolCallsToo();
    alice.hangUp();
    bob.awaitPhase("incoming");
    assertThat(bob.text("#call-peer")).isEqualTo(c);
    assertThat(bob.text("#call-signs")).isEqualTo(a + " hung up.");
    assertThat(bob.isVisible("#call-waiting")).isFalse();
    assertThat(bob.focused()).isEqualTo("call-answer");
    bob.answer();
    carol.awaitPhase("connected").awaitMedia();
    bob.awaitPhase("connected").awaitMedia();
  }

  @Test
  void waitsForTheOneWhomTheDeviceIsCallingItself() {
    bob.lookUp(a).chooseAny().call();
    alice.awaitPhase("incoming");
    carolCallsToo();
    bob.click("#waiting-answer");
    alice.awaitPhase("ended");
    assertThat(alice.cause()).isEqualTo("CANCELLED");
    carol.awaitPhase("connected").awaitMedia();
  }

  @Test
  void findsTheCallAndTheWaitingOneAgainWhenThePageIsLoadedAgain() {
    aliceTalksToBob();
    carolCallsToo();
    bob.reload();
    bob.awaitPhase("connected").awaitMedia();
    assertThat(bob.text("#call-peer")).isEqualTo(a);
    assertThat(bob.visible("#waiting-peer").getText()).contains(c);
    bob.click("#waiting-answer");
    carol.awaitPhase("connected").awaitMedia();
    alice.awaitPhase("ended");
  }

  @Test
  void notifiesOfTheWaitingCallWhileThePageIsHidden() {
    bob.allow("notifications");
    aliceTalksToBob();
    bob.inBackground(
        () -> {
          carolCallsToo();
          Wait.until(
              "a notification",
              Browser.PATIENCE,
              () -> bob.notifications().equals(List.of(c + " is calling")));
          carol.hangUp();
          Wait.until("none any more", Browser.PATIENCE, () -> bob.notifications().isEmpty());
        });
  }

  @Test
  void theServerRefusesASecondAnswerAsBusyAndLetsOneCallWait() {
    try (Terminal first = newTerminal("dora");
        Terminal second = newTerminal("emil");
        Terminal third = newTerminal("fred");
        Terminal desk = Terminal.of(server, b)) {
      bob.allowCallWaiting();
      String talking = ring(first, desk);
      assertThat(type(desk.callRequest("answer", talking))).isEqualTo("ok");
      String waiting = ring(second, desk);
      assertThat(code(desk.callRequest("answer", waiting))).isEqualTo("busy");
      JsonNode devices = third.lookUp(b);
      assertThat(presence(devices, desk)).isEqualTo("in-call");
      String refused = third.call(devices, desk.device()).path("call").asText();
      assertThat(third.awaitState(refused, "ended").path("cause").asText()).isEqualTo("BUSY");

      assertThat(type(desk.callRequest("hangup", talking))).isEqualTo("ok");
      assertThat(presence(third.lookUp(b), desk)).isEqualTo("ringing");
      assertThat(type(desk.callRequest("answer", waiting))).isEqualTo("ok");
      assertThat(first.awaitState(talking, "ended").path("side").asText()).isEqualTo("callee");
      second.awaitState(waiting, "connecting");
      desk.callRequest("hangup", waiting);
    }
  }

  @Test
  void theSecondCallerFindsADeviceWithoutCallWaitingBusy() {
    try (Terminal first = newTerminal("gina");
        Terminal second = newTerminal("hugo");
        Terminal desk = Terminal.of(server, b)) {
      String talking = ring(first, desk);
      desk.callRequest("answer", talking);
      String refused = second.call(second.lookUp(b), desk.device()).path("call").asText();
      assertThat(second.awaitState(refused, "ended").path("cause").asText()).isEqualTo("BUSY");
      assertThat(desk.has(message -> message.path("call").asText().equals(refused))).isFalse();
      desk.callRequest("hangup", talking);
    }
  }

  private void aliceTalksToBob() {
    alice.lookUp(b).choose("phone").call();
    bob.answer();
    alice.awaitPhase("connected").awaitMedia();
    bob.awaitPhase("connected").awaitMedia();
  }

  private void carolCallsToo() {
    carol.lookUp(b).choose("phone").call();
    carol.awaitPhase("ringing");
    Wait.until(
        "the banner",
        Browser.PATIENCE,
        () -> c.equals(bob.run("return window.switchboard.waiting?.peer.name")));
  }

  private Terminal newTerminal(String stem) {
    String name = SharedServer.newName(stem);
    new WebForms(server.home(), "x").register(name, SharedServer.newNumber());
    return Terminal.of(server, name);
  }

  /** Has a device ring for a caller; returns the call. */
  private String ring(Terminal caller, Terminal called) {
    String call = caller.call(caller.lookUp(b), called.device()).path("call").asText();
    called.await(
        "the invitation",
        message ->
            type(message).equals("invitation") && message.path("call").asText().equals(call));
    assertThat(type(called.callRequest("confirm", call))).isEqualTo("ok");
    caller.awaitState(call, "ringing");
    return call;
  }

  private static String presence(JsonNode devices, Terminal wanted) {
    for (JsonNode device : devices.path("devices")) {
      if (device.path("id").asText().equals(wanted.device())) {
        return device.path("presence").asText();
      }
    }
    throw new AssertionError(wanted.device() + " is not among " + devices);
  }

  private static String type(JsonNode message) {
    return message.path("type").asText();
  }

  private static String code(JsonNode error) {
    return error.path("code").asText();
  }
}
