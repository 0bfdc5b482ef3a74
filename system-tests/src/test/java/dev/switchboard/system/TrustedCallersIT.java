package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/**
 * Devices that answer by themselves (S2.2): alice's TV is called from alice's own laptop, and by
 * bob, whom alice trusts or doesn't.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrustedCallersIT {
  /** Pitches of the notes that a page plays; the one tone of three equal notes has this one. */
  private static final long ANSWERED = 784;

  private static final String LISTEN =
      """
      window.notes = [];
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...when) {
        window.notes.push(Math.round(this.frequency.value));
        return start.apply(this, when);
      };
      """;

  private final String a = SharedServer.newName("alice");
  private final String b = SharedServer.newName("bob");
  private Person laptop;
  private Person tv;
  private Person bob;

  @BeforeAll
  void everybodyIsSignedIn() {
    Server server = SharedServer.get();
    laptop = new Person(server.home(), Browser.Kind.LAPTOP);
    laptop.register(a, SharedServer.newNumber()).logIn(a);
    tv = new Person(server.home(), Browser.Kind.TV);
    tv.logIn(a);
    bob = new Person(server.home(), Browser.Kind.LAPTOP);
    bob.register(b, SharedServer.newNumber()).logIn(b);
  }

  @BeforeEach
  void listen() {
    tv.open("index.xhtml");
    tv.awaitOnline();
    tv.run(LISTEN);
  }

  @AfterEach
  void everybodyIsFree() {
    for (Person caller : List.of(laptop, bob)) {
      if (!List.of("none", "ended").contains(caller.phase())) {
        caller.hangUp();
      }
    }
    for (Person person : List.of(laptop, bob, tv)) {
      Wait.until(
          "the call is over",
          Browser.PATIENCE,
          () -> List.of("none", "ended").contains(person.phase()));
      person.closeCall();
    }
  }

  @AfterAll
  void everybodyLeaves() {
    for (Person person : List.of(laptop, tv, bob)) {
      person.close();
    }
  }

  @Test
  void answersItsOwnersOtherDeviceWithAToneAndABanner() {
    callTheTv(laptop);
    tv.awaitPhase("connected");
    assertThat(tv.visible("#auto-title").getText()).isEqualTo("Answered by itself: " + a);
    assertThat(tv.text("#auto-note")).contains("from Chrome on Linux");
    assertThat(tv.focused()).as("no control that ends anything").isEqualTo("call-mute");
    assertThat(tv.driver.getTitle()).contains("Answered by itself");
    assertThat(notes()).as("a tone, and no ring").isEqualTo(List.of(ANSWERED, ANSWERED, ANSWERED));
    tv.awaitHidden("#call-auto");
    tv.awaitMedia();
    laptop.awaitPhase("connected").awaitMedia();
    assertThat(tv.run("return window.switchboard.call.auto")).isEqualTo(true);
    laptop.hangUp();
    tv.awaitPhase("ended");
    assertThat(laptop.history().stream().map(HistoryRow::direction).limit(2))
        .containsExactlyInAnyOrder("Outgoing", "Incoming Answered by itself");
  }

  @Test
  void ringsForAnybodyElseAndForOneWhomItTrustsOnlyAsLongAsItDoes() {
    ringsFor(bob);
    trust(b);
    isAnsweredFor(bob);
    distrust(b);
    ringsFor(bob);
    distrust(a);
    ringsFor(laptop);
    trust(a);
    isAnsweredFor(laptop);
  }

  @Test
  void hangsUpWhenItsUserDeclinesInTheBanner() {
    callTheTv(laptop);
    tv.click("#auto-decline");
    assertThat(laptop.cause()).isEqualTo("HUNG_UP");
    assertThat(laptop.run("return window.switchboard.call.ending.side")).isEqualTo("callee");
    tv.awaitPhase("none");
    assertThat(tv.isVisible("#call-auto")).isFalse();
  }

  @Test
  void ringsFromTheMomentItIsToldToByTheKeyboardAndAnswersAgainWhenSwitchedOn() {
    callTheTv(laptop);
    tv.visible("#call-auto");
    tv.pressUntilFocused("auto-off", Keys.TAB);
    tv.press(Keys.ENTER);
    Wait.until(
        "it says so",
        Browser.PATIENCE,
        () -> tv.text("#auto-note").equals("From now on this device rings."));
    assertThat(tv.phase()).as("the call goes on").isIn("connecting", "connected");
    laptop.awaitPhase("connected").hangUp();
    tv.awaitPhase("ended").closeCall();
    laptop.closeCall();
    ringsFor(laptop);

    laptop.open("devices.xhtml");
    laptop.run("window.old = true");
    laptop.click(".auto-answer-setting [role=switch][aria-checked=false]");
    laptop.awaitNewPage();
    isAnsweredFor(laptop);
  }

  @Test
  void neverAnswersByItselfWhileItIsInACall() {
    tv.allowCallWaiting();
    trust(b);
    listen();
    callTheTv(bob);
    tv.awaitPhase("connected");
    callTheTv(laptop);
    laptop.awaitPhase("ringing");
    assertThat(tv.visible("#waiting-peer").getText()).contains(a);
    assertThat(tv.run("return window.switchboard.call.peer.name")).isEqualTo(b);
    bob.hangUp();
    tv.awaitPhase("incoming");
    assertThat(tv.isVisible("#call-auto")).as("nor after it").isFalse();
    laptop.hangUp();
    tv.awaitPhase("ended");
    distrust(b);
  }

  private void callTheTv(Person caller) {
    caller.lookUp(a).choose("TV").call();
  }

  private void ringsFor(Person caller) {
    callTheTv(caller);
    tv.awaitPhase("incoming");
    caller.awaitPhase("ringing").hangUp();
    tv.awaitPhase("ended").closeCall();
    caller.closeCall();
  }

  private void isAnsweredFor(Person caller) {
    callTheTv(caller);
    caller.awaitPhase("connected");
    assertThat(tv.run("return window.switchboard.call.auto")).isEqualTo(true);
    caller.hangUp();
    tv.awaitPhase("ended").closeCall();
    caller.closeCall();
  }

  /** Through the pages, at the laptop. */
  private void trust(String account) {
    openTheTvsList();
    laptop.type("[id='add:callee']", account);
    laptop.run("window.old = true");
    laptop.click("[id='add:submit']");
    laptop.awaitNewPage();
    assertThat(laptop.text(".list")).contains(account);
  }

  private void distrust(String account) {
    openTheTvsList();
    laptop.run("window.old = true");
    laptop.driver.findElements(By.cssSelector(".list-row")).stream()
        .filter(row -> row.getText().contains(account))
        .findFirst()
        .orElseThrow()
        .findElement(By.tagName("button"))
        .click();
    laptop.awaitNewPage();
    assertThat(laptop.find("main").getText()).doesNotContain(account + "\n");
  }

  private void openTheTvsList() {
    laptop.open("devices.xhtml");
    laptop.driver.findElements(By.cssSelector(".list-row")).stream()
        .filter(row -> row.getText().contains("TV"))
        .findFirst()
        .orElseThrow()
        .findElement(By.cssSelector("a[href^='/trusted.xhtml']"))
        .click();
    laptop.visible("[id='add:callee']");
  }

  @SuppressWarnings("unchecked")
  private List<Long> notes() {
    return (List<Long>) tv.run("return window.notes");
  }
}
