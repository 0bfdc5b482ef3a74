package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.Select;

/**
 * Alice's phone places a call between her TV, which answers by itself, and bob's laptop (S2.3 to
 * S2.5).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThirdPartyIT {
  private static final int LEAVES = Math.min(20, Integer.getInteger("switchboard.soak", 1) + 1);

  private final String a = SharedServer.newName("alice");
  private final String b = SharedServer.newName("bob");
  private Server server;
  private Person phone;
  private Person tv;
  private Person bob;

  @BeforeAll
  void everybodyIsSignedIn() {
    server = SharedServer.get();
    phone = new Person(server.home(), Browser.Kind.PHONE);
    phone.register(a, SharedServer.newNumber()).logIn(a);
    tv = new Person(server.home(), Browser.Kind.TV);
    tv.logIn(a);
    bob = new Person(server.home(), Browser.Kind.LAPTOP);
    bob.register(b, SharedServer.newNumber()).logIn(b);
  }

  @AfterEach
  void everybodyIsFree() {
    phone.awaitOnline();
    if (phone.phase().matches("placing|inviting|ringing|connecting")) {
      phone.hangUp();
    }
    if (bob.phase().matches("connecting|connected")) {
      bob.hangUp();
    }
    for (Person person : List.of(phone, bob, tv)) {
      Wait.until(
          "the call is over",
          Browser.PATIENCE,
          () -> List.of("none", "ended").contains(person.phase()));
      person.closeCall();
    }
  }

  @AfterAll
  void everybodyLeaves() {
    for (Person person : List.of(phone, tv, bob)) {
      person.close();
    }
  }

  @Test
  void thePhoneStepsOutAndNobodyElseMissesAnything() {
    for (int i = 0; i < LEAVES; i++) {
      place("stays");
      bob.answer();
      threeWay();
      StreamFigures atTv = StreamFigures.of(tv);
      StreamFigures atBob = StreamFigures.of(bob);

      phone.hangUp();

      assertThat(phone.cause()).isEqualTo("TRANSFERRED");
      assertSmooth(tv, atTv);
      assertSmooth(bob, atBob);
      phone.closeCall().visible(".elsewhere-take");
      assertThat((String) bob.run("return window.switchboard.call.peer.device.kind"))
          .isEqualTo("tv");
      bob.hangUp();
      assertThat(tv.cause()).isEqualTo("HUNG_UP");
      everybodyIsFree();
    }
  }

  @Test
  void thePhoneLeavesByItselfOnceTheOthersAreConnected() {
    place("leaves");
    assertThat(bob.awaitPhase("incoming").text("#call-device")).contains("TV");
    assertThat(bob.text("#call-peer")).isEqualTo(a);
    bob.answer();

    assertThat(phone.cause()).isEqualTo("TRANSFERRED");
    tv.awaitPhase("connected").awaitMedia();
    bob.awaitPhase("connected").awaitMedia();
    assertThat(tv.text("#call-peer")).isEqualTo(b);
    assertThat(phone.history().get(0).who()).contains(b);
  }

  @Test
  void aPhoneThatOnlyPlacesTheCallNeverJoinsIt() {
    place("absent");
    bob.answer();

    assertThat(phone.cause()).isEqualTo("TRANSFERRED");
    assertThat(phone.run("return window.switchboard.connection === null")).isEqualTo(true);
    tv.awaitPhase("connected").awaitMedia();
    bob.awaitPhase("connected").awaitMedia();
  }

  @Test
  void thePhoneShowsThatTheRemoteSideDeclined() {
    place("leaves");
    bob.decline();

    assertThat(phone.ending()).contains(b).contains("declined");
    assertThat(phone.cause()).isEqualTo("DECLINED");
    assertThat(tv.cause()).isEqualTo("DECLINED");
  }

  @Test
  void theCallGoesOnWhenThePhonesPageIsClosedWhileItRings() {
    place("leaves");
    bob.awaitPhase("incoming");
    phone.open("about:blank");
    bob.answer();

    tv.awaitPhase("connected").awaitMedia();
    bob.awaitPhase("connected").awaitMedia();
  }

  @Test
  void theCallGoesOnWhenThePhonesPageIsClosedAmongThree() {
    place("stays");
    bob.answer();
    threeWay();
    StreamFigures atBob = StreamFigures.of(bob);
    phone.open("about:blank");

    assertSmooth(bob, atBob);
  }

  @Test
  void aTerminalWhoseMediaFailsEndsTheCallWithItsName() {
    tv.run(
        "RTCPeerConnection.prototype.setRemoteDescription = () => Promise.reject(new Error('no'))");
    try {
      place("leaves");
      bob.answer();

      assertThat(phone.cause()).isEqualTo("CONNECT_FAILED");
      assertThat(phone.ending()).contains("TV");
      assertThat(bob.cause()).isEqualTo("CONNECT_FAILED");
      assertThat(tv.cause()).isEqualTo("CONNECT_FAILED");
    } finally {
      tv.open("index.xhtml");
      tv.awaitOnline();
    }
  }

  private void place(String part) {
    phone.lookUp(b);
    Wait.until(
        "the TV can be chosen",
        Browser.PATIENCE,
        () -> phone.isVisible("#leading") && leading("TV").size() == 1);
    new Select(phone.find("#leading")).selectByValue(leading("TV").get(0));
    new Select(phone.find("#leading-part")).selectByValue(part);
    phone.choose("Linux").call();
  }

  private List<String> leading(String words) {
    return phone.find("#leading").findElements(By.tagName("option")).stream()
        .filter(option -> option.getAttribute("textContent").contains(words))
        .map(option -> option.getAttribute("value"))
        .toList();
  }

  private void threeWay() {
    for (Person person : List.of(phone, tv, bob)) {
      person.awaitPhase("connected");
      Wait.until(
          "two pictures come",
          Browser.PATIENCE,
          () -> StreamFigures.flowing(person).pictures().size() == 2);
    }
  }

  /** Who stays is seen and heard without a break (S2.4). */
  private static void assertSmooth(Person person, StreamFigures before) {
    StreamFigures.Flow left =
        Wait.value(
            "one picture with its sound is left",
            Browser.PATIENCE,
            () -> {
              StreamFigures.Flow now = StreamFigures.flowing(person);
              return now.isOne() ? now : null;
            });
    StreamFigures after = StreamFigures.of(person);
    assertThat(after.frozenSince(before, left.pictures().iterator().next()))
        .as("the picture stands still")
        .isLessThanOrEqualTo(Duration.ofMillis(200));
    assertThat(after.concealedSince(before, left.sounds().iterator().next()))
        .as("sound is missing")
        .isLessThanOrEqualTo(Duration.ofMillis(100));
  }
}
