package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;

/** Alice asks bob, at his phone, whether she may record their call (S4.1 to S4.5). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordingIT {
  private static final Duration A_WHILE = Duration.ofSeconds(2);
  private static final Duration TALK = Duration.ofSeconds(6);

  private final String a = SharedServer.newName("alice");
  private final String b = SharedServer.newName("bob");
  private final String c = SharedServer.newName("carol");
  private Server server;
  private RecordingFolders folders;
  private Person alice;
  private Person bob;

  @BeforeAll
  void everybodyIsSignedIn() {
    server =
        Server.start(
            Path.of("target/recording-server"),
            SharedServer.settings(Map.of("SWITCHBOARD_RECORDING_CONSENT_SECONDS", "10")));
    folders = RecordingFolders.of(server);
    alice = new Person(server.home(), Browser.Kind.LAPTOP);
    alice.register(a, SharedServer.newNumber()).logIn(a);
    bob = new Person(server.home(), Browser.Kind.PHONE);
    bob.register(b, SharedServer.newNumber()).logIn(b);
    new WebForms(server.home(), "x").register(c, SharedServer.newNumber());
  }

  @AfterAll
  void everybodyLeaves() {
    alice.close();
    bob.close();
    server.close();
  }

  @BeforeEach
  void theyTalk() {
    alice.lookUp(b).choose("phone").call();
    bob.answer();
    alice.awaitPhase("connected").awaitMedia();
    bob.awaitPhase("connected").awaitMedia();
    assertThat(folders.spooled()).isEmpty();
  }

  @AfterEach
  void theyStop() {
    if (alice.phase().equals("connected")) {
      alice.hangUp();
    }
    bob.awaitPhase("ended");
    alice.closeCall();
    bob.closeCall();
  }

  @Test
  void copiesBothSidesFromTheConsentUntilSomebodyStopsIt() {
    Looks.as(alice, Looks.View.DESKTOP_DARK);
    Looks.as(bob, Looks.View.PHONE_LIGHT);
    alice.click("#call-record");
    Looks.at(alice, "record-choice-desktop-dark");
    alice.click("#call-record");
    alice.ask("both", true);
    assertThat(bob.visible("#consent-title").getText()).isEqualTo(a + " asks to record this call");
    assertThat(bob.text("#consent-text")).contains("sound and picture of both sides");
    assertThat(bob.focused()).as("no key consents by chance").isEqualTo("consent-title");
    assertThat(bob.text("#consent-time")).matches("\\d+ s left to agree");
    Looks.at(bob, "consent-phone-light");
    alice.awaitBar("Waiting for consent");
    Wait.holds("nothing is on the disk", A_WHILE, () -> folders.spooled().isEmpty());

    bob.pressUntilFocused("consent-yes", Keys.TAB);
    bob.press(Keys.ENTER);
    for (Person person : List.of(alice, bob)) {
      person.awaitBar("Sound and picture are being recorded");
    }
    String recording = alice.recordingId();
    assertThat(bob.recordingId()).isEqualTo(recording);
    assertThat(bob.isVisible("#recording-consent")).isFalse();
    assertThat(alice.find("#call-record").getAttribute("aria-disabled")).isEqualTo("true");
    Looks.at(alice, "recording-desktop-dark");
    Looks.at(bob, "recording-phone-light");
    MediaFigures before = alice.media();
    Wait.holds("the sign stays", TALK, () -> alice.isVisible("#recording-bar"));
    int frames = (int) (alice.media().framesDecoded() - before.framesDecoded());
    assertThat(frames).isGreaterThan(30);
    assertThat(bob.isVisible("#recording-bar")).isTrue();

    bob.click("#recording-stop");
    alice.awaitBar(b + " stopped the recording.");
    bob.awaitBar("You stopped the recording.");
    assertThat(alice.phase()).as("the call goes on").isEqualTo("connected");
    alice.visible(link(recording));
    assertThat(alice.text("#recording-links")).contains("Your recording of the call with " + b);
    Looks.at(alice, "recording-link-desktop-dark");
    assertThat(bob.isVisible("#recording-links")).as("the link is for who asked").isFalse();

    List<Path> tracks = folders.tracks(recording);
    assertThat(tracks)
        .extracting(file -> file.getFileName().toString().replaceAll("-1\\..*", ""))
        .containsExactlyInAnyOrder("caller", "callee");
    for (Path track : tracks) {
      assertThat(RecordingFolders.frames(track)).as("frames of " + track).isGreaterThan(frames / 2);
    }
    Wait.until("the spool is empty", A_WHILE, () -> folders.spooled().isEmpty());
    assertThat(downloads(recording, tracks.get(0))).containsExactly(200, 200, 404, 404);
  }

  /** The link to a recording. */
  private static String link(String recording) {
    return "#recording-links a[href='/recording.xhtml?id=" + recording + "']";
  }

  /** What alice, bob, and carol get for a file, and alice for one that there is not. */
  private List<Integer> downloads(String recording, Path track) {
    String file = "recordings/" + recording + "/" + track.getFileName();
    WebForms carol = new WebForms(server.home(), "x");
    carol.logIn(c, Person.PASSWORD);
    return List.of(
        alice.status(file),
        bob.status(file),
        carol.get(file).statusCode(),
        alice.status("recordings/" + recording + "/none.webm"));
  }

  @Test
  void copiesOneSideOnlyWhenItIsAskedFor() {
    alice.ask("other", false);
    assertThat(bob.visible("#consent-text").getText()).contains("your sound, no picture");
    bob.click("#consent-yes");
    bob.awaitBar("The sound is being recorded");
    String recording = bob.recordingId();
    Wait.holds("it is recorded", A_WHILE, () -> bob.isVisible("#recording-bar"));
    alice.click("#recording-stop");
    alice.visible(link(recording));
    assertThat(folders.tracks(recording))
        .singleElement()
        .satisfies(file -> assertThat(file.getFileName().toString()).startsWith("callee-1"));
  }

  @Test
  void copiesNothingWhenTheOtherDeclines() {
    alice.ask("both", true);
    String recording = bob.awaitRecording("requested");
    bob.click("#consent-no");
    alice.awaitBar(b + " declined");
    bob.awaitBar("You declined");
    bob.awaitHidden("#recording-consent");
    folders.assertNothing(recording);
  }

  @Test
  void copiesNothingWhenTheOtherDoesNotAnswerInTime() {
    alice.ask("both", true);
    String recording = bob.awaitRecording("requested");
    bob.awaitHidden("#recording-consent");
    alice.awaitBar("There was no answer in time");
    folders.assertNothing(recording);
    assertThat(alice.find("#call-record").getAttribute("aria-disabled")).isEqualTo("false");
  }

  @Test
  void keepsNothingWhenAConsentIsTakenBack() {
    alice.ask("both", true);
    bob.click("#consent-yes");
    alice.awaitBar("Sound and picture are being recorded");
    String recording = alice.awaitRecording("recording");
    Wait.until("something is spooled", Browser.PATIENCE, () -> !folders.spooled().isEmpty());
    bob.click("#recording-withdraw");
    assertThat(bob.focused()).as("not yet").isEqualTo("withdraw-no");
    bob.click("#withdraw-yes");
    alice.awaitBar(b + " took the consent back: what was recorded is deleted.");
    alice.awaitRecording("refused");
    folders.assertNothing(recording);
    assertThat(alice.phase()).isEqualTo("connected");
  }

  @Test
  void endsWithTheCallAndGivesTheLinkWhenThatIsOver() {
    alice.ask("both", true);
    bob.click("#consent-yes");
    String recording = alice.awaitRecording("recording");
    Wait.holds("it is recorded", A_WHILE, () -> alice.isVisible("#recording-bar"));
    bob.hangUp();
    alice.awaitPhase("ended");
    alice.visible(link(recording));
    alice.closeCall();
    assertThat(alice.isVisible(link(recording))).as("beside the page, too").isTrue();
    alice.click(link(recording));
    alice.visible("#player");
    for (Looks.View view : Looks.View.values()) {
      Looks.atPage(alice, "recordings", "recordings.xhtml", view);
    }
    alice.open("index.xhtml");
    alice.awaitOnline();
    assertThat(alice.isVisible("#recording-links a")).as("it has been seen").isFalse();
    assertThat(Files.exists(server.data().resolve("recordings").resolve(recording))).isTrue();
  }

  @Test
  void showsTheSignAgainAfterThePageWasLoadedAgain() {
    alice.ask("both", true);
    bob.click("#consent-yes");
    bob.awaitBar("Sound and picture are being recorded");
    bob.reload();
    bob.awaitPhase("connected");
    bob.awaitBar("Sound and picture are being recorded");
    bob.click("#recording-stop");
    alice.awaitBar(b + " stopped the recording.");
  }
}
