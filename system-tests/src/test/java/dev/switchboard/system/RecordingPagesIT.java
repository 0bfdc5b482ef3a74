package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.Keys;

/** Alice finds the recording of her call with bob, watches it, and has a film made of it (S4.6). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecordingPagesIT {
  private static final Duration TALK = Duration.ofSeconds(8);
  private static final Duration FILM_LIMIT = Duration.ofMinutes(3);

  private final String a = SharedServer.newName("alice");
  private final String b = SharedServer.newName("bob");
  private final String c = SharedServer.newName("carol");
  private Server server;
  private Person alice;
  private String recording = "";

  @BeforeAll
  void theyRecordACall() {
    server =
        Server.start(Path.of("target/recording-pages-server"), SharedServer.settings(Map.of()));
    alice = new Person(server.home(), Browser.Kind.LAPTOP);
    alice.register(a, SharedServer.newNumber()).logIn(a);
    new WebForms(server.home(), "x").register(c, SharedServer.newNumber());
    try (Person bob = new Person(server.home(), Browser.Kind.PHONE)) {
      bob.register(b, SharedServer.newNumber()).logIn(b);
      look("recordings-empty", "recordings.xhtml");
      alice.open("index.xhtml");
      alice.awaitOnline();
      alice.lookUp(b).choose("phone").call();
      bob.answer();
      alice.awaitPhase("connected").awaitMedia();
      alice.ask("both", true);
      bob.click("#consent-yes");
      recording = alice.awaitRecording("recording");
      Wait.holds("it is recorded", TALK, () -> alice.isVisible("#recording-bar"));
      bob.hangUp();
      alice.awaitPhase("ended");
      alice.visible("#recording-links a");
      alice.closeCall();
    }
  }

  @AfterAll
  void theyLeave() {
    alice.close();
    server.close();
  }

  private String page() {
    return "recording.xhtml?id=" + recording;
  }

  private void look(String name, String path) {
    for (Looks.View view : Looks.View.values()) {
      Looks.atPage(alice, name, path, view);
    }
    Looks.language(alice, "zh");
    Looks.atPage(alice, name + "-zh", path, Looks.View.PHONE_LIGHT);
    Looks.language(alice, "en");
    Looks.as(alice, Looks.View.DESKTOP_LIGHT);
  }

  @Test
  @Order(1)
  void theListIsSearchedAndLeadsToThePlayer() {
    look("recordings-list", "recordings.xhtml");
    alice.visible("[id='" + recording + "'][data-state=READY]");
    assertThat(alice.run("return document.querySelector('img.still').naturalWidth"))
        .isEqualTo(320L);
    alice.open("recordings.xhtml?person=" + b + "&state=READY&order=LONGEST");
    assertThat(alice.find("#state").getAttribute("value")).isEqualTo("READY");
    assertThat(alice.find("#order").getAttribute("value")).isEqualTo("LONGEST");
    alice.open("recordings.xhtml?person=nobody");
    assertThat(alice.text(".recordings")).contains("No recording is like that.");
    alice.open("recordings.xhtml?state=FAILED");
    assertThat(alice.text(".recordings")).contains("No recording is like that.");
    alice.open("recordings.xhtml");
    alice.click("[id='" + recording + "'] a");
    alice.visible("#player");
  }

  @Test
  @Order(2)
  void nobodyElseFindsIt() {
    WebForms carol = new WebForms(server.home(), "x");
    carol.logIn(c, Person.PASSWORD);
    assertThat(carol.get(page()).statusCode()).isEqualTo(404);
    assertThat(alice.status("recording.xhtml?id=none")).isEqualTo(404);
  }

  @Test
  @Order(3)
  void thePlayerObeysButtonsAndKeys() {
    alice.open(page());
    alice.click("#player-play");
    Wait.until("it plays", Browser.PATIENCE, () -> state().equals("playing"));
    alice.run("document.activeElement.blur()");
    alice.press(Keys.ARROW_RIGHT);
    assertThat(position()).isBetween(5.0, 9.0);
    alice.press(Keys.SPACE);
    Wait.until("it stands", Browser.PATIENCE, () -> state().equals("paused"));
  }

  @Test
  @Order(4)
  void thePlayerCanBeUsed() {
    look("recording", page());
    alice.open(page());
    assertThat(alice.find("#player-seek").getAttribute("aria-valuetext")).startsWith("0:00 of 0:");
  }

  @Test
  @Order(5)
  void theFilmIsMadeAndCancelledAndSurvivesARestart() {
    alice.open(page());
    alice.click("[id='film:make']");
    Wait.until("it is waited for", Browser.PATIENCE, () -> alice.isVisible("progress"));
    alice.click("[id='film:cancel']");
    Wait.until("it is cancelled", Browser.PATIENCE, () -> alice.isVisible("[data-film=CANCELLED]"));

    alice.click("[id='film:make']");
    Wait.until(
        "it is being made",
        FILM_LIMIT,
        () -> alice.isVisible("[data-film=RUNNING]") || alice.isVisible("#film-download"));
    server.kill();
    server.start();
    alice.open(page());
    alice.visible("#film-download, progress");
    Wait.until("it is there", FILM_LIMIT, () -> alice.isVisible("#film-download"));
    Looks.at(alice, "recording-film");

    Path film = RecordingFolders.of(server).data().resolve("recordings/" + recording + "/film.mp4");
    assertThat(film).exists();
    assertThat(RecordingFolders.codecs(film)).containsExactly("h264", "aac");
    assertThat(RecordingFolders.seconds(film)).isBetween(6.0, 20.0);
    assertThat(alice.status("recordings/" + recording + "/film.mp4")).isEqualTo(200);
    assertThat(List.of(server.data().resolve("films").toFile().list()))
        .as("nothing is left of the work")
        .isEmpty();
    assertThat(Files.exists(server.data().resolve("recordings"))).isTrue();
  }

  @Test
  @Order(6)
  void aPageWhoseRecordingIsDeletedMeanwhileSaysThatThereIsNone() {
    alice.open(page());
    alice.visible("#player");
    WebForms elsewhere = new WebForms(server.home(), "x");
    elsewhere.logIn(a, Person.PASSWORD);
    elsewhere.form("recordings.xhtml", "#delete-form").set("recording", recording).submit();
    alice.run("PF('filmPoll').start()");
    Wait.until("the player is gone", Browser.PATIENCE, () -> !alice.isVisible("#player"));
    assertThat(alice.status(page())).isEqualTo(404);
    assertThat(alice.text("main")).contains("There is nothing at this address");
  }

  private double position() {
    return ((Number) alice.run("return window.playback.position")).doubleValue();
  }

  private String state() {
    return alice.find("#player").getAttribute("data-state");
  }
}
