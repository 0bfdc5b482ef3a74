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

/** Alice talks with bob at one of her devices, and goes on at another (S2.6). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandOffIT {
  private static final int MOVES = Math.min(10, 2 * Integer.getInteger("switchboard.soak", 1));

  /** Until media is back at the other side. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final String a = SharedServer.newName("alice");
  private final String b = SharedServer.newName("bob");
  private Person phone;
  private Person tv;
  private Person bob;

  @BeforeAll
  void everybodyIsSignedIn() {
    Server server = SharedServer.get();
    phone = new Person(server.home(), Browser.Kind.PHONE);
    phone.register(a, SharedServer.newNumber()).logIn(a);
    tv = new Person(server.home(), Browser.Kind.TV);
    tv.logIn(a);
    bob = new Person(server.home(), Browser.Kind.LAPTOP);
    bob.register(b, SharedServer.newNumber()).logIn(b);
  }

  @AfterEach
  void everybodyIsFree() {
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
  void goesToTheTvAndBackInOneRecordingAndOneHistoryEntry() {
    talk();
    int entries = phone.history().size();
    phone.ask("both", true);
    bob.click("#consent-yes");
    String recording = bob.awaitRecording("recording");
    for (int i = 0; i < MOVES; i++) {
      MediaGaps.watch(bob);
      move(i % 2 == 0 ? phone : tv, i % 2 == 0 ? tv : phone, i % 4 >= 2);
      assertThat(MediaGaps.of(bob).picture()).isLessThan(LIMIT);
      assertThat(bob.phase()).isEqualTo("connected");
    }
    assertThat(bob.awaitRecording("recording")).isEqualTo(recording);
    bob.hangUp();
    assertThat((MOVES % 2 == 0 ? phone : tv).cause()).isEqualTo("HUNG_UP");
    assertThat(phone.history()).hasSize(entries);
    RecordingFolders folders = RecordingFolders.of(SharedServer.get());
    Wait.until(
        "the recording is ready",
        Browser.PATIENCE,
        () -> folders.stored(recording).stream().anyMatch(file -> file.endsWith("manifest.json")));
    StoredRecording stored =
        new StoredRecording(folders.data().resolve("recordings").resolve(recording));
    stored.assertHandedOff("caller", MOVES + 1, LIMIT);
    stored.assertHandedOff("callee", 1, LIMIT);
  }

  @Test
  void staysWhereItWasWhenTheOtherDeviceDoesNotConnect() {
    talk();
    tv.run(
        "RTCPeerConnection.prototype.setRemoteDescription = () => Promise.reject(new Error('no'))");
    try {
      openMove(phone);
      phone.click(".move-to");

      Wait.until(
          "the phone says that the call stays",
          Duration.ofSeconds(40),
          () -> phone.text("#call-moving").contains("stays here"));
      assertThat(phone.phase()).isEqualTo("connected");
      assertThat(bob.phase()).isEqualTo("connected");
      bob.awaitMedia();
    } finally {
      tv.open("index.xhtml");
      tv.awaitOnline();
    }
  }

  private void talk() {
    phone.lookUp(b).choose("Linux").call();
    bob.answer();
    phone.awaitPhase("connected").awaitMedia();
    bob.awaitPhase("connected").awaitMedia();
  }

  private void move(Person from, Person to, boolean taken) {
    if (taken) {
      to.closeCall();
      to.visible(".elsewhere-take").click();
    } else {
      to.closeCall();
      openMove(from);
      from.click(".move-to");
    }
    assertThat(from.cause()).isEqualTo("TRANSFERRED");
    to.awaitPhase("connected").awaitMedia();
    Wait.until(
        "bob sees the new device", Browser.PATIENCE, () -> StreamFigures.flowing(bob).isOne());
  }

  private static void openMove(Person person) {
    person.click("#call-move");
    Wait.until(
        "there is a device to move to",
        Browser.PATIENCE,
        () -> !person.driver.findElements(By.cssSelector(".move-to")).isEmpty());
  }
}
