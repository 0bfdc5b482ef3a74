package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A calls one of B's three devices, with real browsers (S1.2 to S1.8). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstCallIT {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);
  private static final Duration TALK =
      Duration.ofSeconds(30L * Math.min(Integer.getInteger("switchboard.soak", 1), 10));

  private final String a = SharedServer.newName("alice");
  private final String b = SharedServer.newName("bob");
  private final String number = SharedServer.newNumber();
  private Person alice;
  private Person phone;
  private Person laptop;
  private Person tv;

  @BeforeAll
  void everybodyIsSignedIn() {
    Server server = SharedServer.get();
    alice = new Person(server.home(), Browser.Kind.LAPTOP);
    alice.register(a, SharedServer.newNumber()).logIn(a);
    phone = new Person(server.home(), Browser.Kind.PHONE);
    phone.register(b, number).logIn(b);
    laptop = new Person(server.home(), Browser.Kind.LAPTOP).logIn(b);
    tv = new Person(server.home(), Browser.Kind.TV).logIn(b);
  }

  @AfterAll
  void everybodyLeaves() {
    for (Person person : List.of(alice, phone, laptop, tv)) {
      person.close();
    }
  }

  @Test
  void findsTheCalleeByNameAndByTheNumberInThreeSpellings() {
    String national = "0" + number.substring(3);
    String spaced = national.replaceFirst("(...)(...)(..)(..)", "$1 $2 $3 $4");
    String international = "0041 " + number.substring(3, 5) + "/" + number.substring(5);
    for (String callee : List.of(b, national, spaced, international)) {
      alice.lookUp(callee);
      assertThat(alice.devices()).as("devices of " + callee).hasSize(3);
      assertThat(alice.text("#choice-name")).isEqualTo(b);
    }
    assertThat(alice.devices())
        .anySatisfy(device -> assertThat(device).containsIgnoringCase("phone"))
        .anySatisfy(device -> assertThat(device).containsIgnoringCase("TV"))
        .allSatisfy(device -> assertThat(device).containsIgnoringCase("online"));
  }

  @Test
  void ringsOnlyTheChosenDeviceAndCarriesPictureAndSoundBothWays() {
    alice.lookUp(b).choose("TV").call();
    tv.awaitPhase("incoming");
    alice.awaitPhase("ringing");
    Wait.holds(
        "only the TV rings",
        Duration.ofSeconds(2),
        () -> phone.phase().equals("none") && laptop.phase().equals("none"));
    tv.answer();
    List<Person> both = List.of(alice, tv);
    both.forEach(person -> person.awaitPhase("connected").awaitMedia());

    List<MediaFigures> before = both.stream().map(Person::media).toList();
    Wait.holds("the call goes on", TALK, () -> alice.phase().equals("connected"));
    for (int i = 0; i < both.size(); i++) {
      MediaFigures after = both.get(i).media();
      assertThat(after.framesPerSecondSince(before.get(i)))
          .as("frames a second at " + i)
          .isGreaterThanOrEqualTo(15);
      assertThat(after.audioEnergy()).isGreaterThan(before.get(i).audioEnergy());
      assertThat(after.srtpCipher()).endsWith("AEAD_AES_128_GCM");
    }

    tv.hangUp();
    alice.awaitPhase("ended", ONE_SECOND);
    tv.awaitPhase("ended", ONE_SECOND);
    assertThat(alice.cause()).isEqualTo("HUNG_UP");
    alice.closeCall();
    tv.closeCall();
  }

  @Test
  void endsForBothWhenTheCallerHangsUp() {
    alice.lookUp(b).choose("Linux").call();
    laptop.answer();
    alice.awaitPhase("connected").awaitMedia();
    laptop.awaitPhase("connected");
    alice.hangUp();
    laptop.awaitPhase("ended", ONE_SECOND);
    alice.awaitPhase("ended", ONE_SECOND);
    alice.closeCall();
    laptop.closeCall();
  }
}
