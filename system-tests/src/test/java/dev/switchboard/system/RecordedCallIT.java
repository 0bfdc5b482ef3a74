package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.system.Truth.Numbered;
import dev.switchboard.system.Truth.Sent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Alice and bob show numbered pictures and say beeps, and their browsers take note of when: what is
 * recorded of it, filmed and played is complete and in step (S4.4, S4.6).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecordedCallIT {
  private static final int SOAK = Integer.getInteger("switchboard.soak", 1);
  private static final Duration TALK = Duration.ofSeconds(SOAK > 1 ? 60 : 16);
  private static final Duration FILM_LIMIT = Duration.ofMinutes(3);

  /** Milliseconds by which sound and pictures may be off each other. */
  private static final double STEP = 40;

  /** So many beginnings and ends of what is counted. */
  private static final int ENDS = 9;

  private static final Beeper LOW = new Beeper(1_000);
  private static final Beeper HIGH = new Beeper(2_600);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger log = Logger.getLogger(RecordedCallIT.class.getName());

  private final String a = SharedServer.newName("alice");
  private final String b = SharedServer.newName("bob");
  private Server server;
  private Person alice;
  private String recording = "";
  private JsonNode manifest;

  private Side caller;
  private Side callee;

  /** One of the two, with the one file of the track. */
  private record Side(CountedFile track, Beeper beeper, Truth truth) {
    Delays pictures() {
      return Delays.ofPictures(track.pictures(CountedFile.WHOLE), truth);
    }

    Delays picturesIn(CountedFile film, String part) {
      return Delays.ofPictures(film.pictures(part), truth);
    }

    Delays beeps() {
      return beepsIn(track);
    }

    Delays beepsIn(CountedFile file) {
      return Delays.ofBeeps(file.beeps(beeper), truth);
    }
  }

  @BeforeAll
  void theyRecordACall() throws IOException {
    server = Server.start(Path.of("target/recorded-call-server"), SharedServer.settings(Map.of()));
    alice = new Person(server.home(), Browser.Kind.LAPTOP, Camera.COUNTED, LOW.flag());
    alice.register(a, SharedServer.newNumber()).logIn(a);
    try (Person bob = new Person(server.home(), Browser.Kind.PHONE, Camera.COUNTED, HIGH.flag())) {
      bob.register(b, SharedServer.newNumber()).logIn(b);
      alice.lookUp(b).choose("phone").call();
      bob.answer();
      alice.awaitPhase("connected").awaitMedia();
      bob.awaitMedia();
      Truth.watch(alice, LOW);
      Truth.watch(bob, HIGH);
      alice.ask("both", true);
      bob.click("#consent-yes");
      recording = alice.awaitRecording("recording");
      Wait.holds("it is recorded", TALK, () -> alice.isVisible("#recording-bar"));
      alice.click("#recording-stop");
      alice.visible("#recording-links a");
      manifest = JSON.readTree(stored("manifest.json").toFile());
      Instant began = Instant.parse(manifest.path("startedAt").asText());
      caller = new Side(track("caller"), LOW, Truth.of(alice, began));
      callee = new Side(track("callee"), HIGH, Truth.of(bob, began));
      bob.hangUp();
      alice.awaitPhase("ended");
    }
  }

  @AfterAll
  void theyLeave() {
    alice.close();
    server.close();
  }

  private Path stored(String file) {
    return RecordingFolders.of(server).data().resolve("recordings/" + recording + "/" + file);
  }

  private CountedFile track(String name) {
    JsonNode found = null;
    for (JsonNode segment : manifest.path("segments")) {
      if (segment.path("track").asText().equals(name)) {
        assertThat(found).as("another file of " + name).isNull();
        found = segment;
      }
    }
    assertThat(found).as(name).isNotNull();
    Path file = stored(found.path("file").asText());
    return new CountedFile(file, found.path("startMillis").asDouble());
  }

  @Test
  @Order(1)
  void everyFrameThatWasSentIsInItsTrack() {
    assertComplete("caller", caller);
    assertComplete("callee", callee);
  }

  /**
   * What a browser captures it need not send, and what the recorder says of itself is no proof: so
   * the frames in the file are compared with what the browser says it has sent. That is the median
   * of several beginnings and ends, since at each a few frames are captured and not sent yet.
   */
  private static void assertComplete(String name, Side side) {
    CountedFile track = side.track();
    assertThat(track.probe().warnings()).isEmpty();
    int decoded = RecordingFolders.frames(track.file());
    List<Numbered> pictures = track.pictures(CountedFile.WHOLE);
    assertThat(pictures).as("frames with a number").hasSize(decoded);
    double first = pictures.get(0).millis();
    double last = pictures.get(decoded - 1).millis();
    assertThat(last - first).isGreaterThan(TALK.toMillis() * 0.9);

    List<Sent> sent =
        side.truth().sent().stream()
            .filter(at -> at.millis() > first && at.millis() < last)
            .toList();
    double[] shares =
        IntStream.range(0, ENDS)
            .mapToDouble(i -> share(pictures, sent.get(i), sent.get(sent.size() - 1 - i)))
            .sorted()
            .toArray();
    log.info(
        () -> "%s: %d frames, %s of those sent".formatted(name, decoded, Arrays.toString(shares)));
    assertThat(shares[ENDS / 2]).as(name).isGreaterThan(0.98);
  }

  private static double share(List<Numbered> pictures, Sent from, Sent to) {
    long recorded =
        pictures.stream()
            .filter(at -> at.millis() >= from.millis() && at.millis() < to.millis())
            .count();
    return (double) recorded / (to.frames() - from.frames());
  }

  @Test
  @Order(2)
  void soundAndPicturesOfATrackAreInStep() {
    assertInStep("the caller's beeps", caller.beeps(), caller.pictures());
    assertInStep("the callee's beeps", callee.beeps(), callee.pictures());
  }

  @Test
  @Order(3)
  void theTracksAreInStep() {
    assertInStep("the caller's pictures", caller.pictures(), callee.pictures());
    assertInStep("the caller's beeps", caller.beeps(), callee.beeps());
  }

  /** From the beginning to the end; in the last window there need not be any. */
  private static void assertInStep(String what, Delays these, Delays those) {
    List<Double> skews = these.against(those);
    log.info(() -> what + " are late by " + skews.stream().map(Math::round).toList() + " ms");
    assertThat(skews)
        .as(what)
        .hasSizeGreaterThanOrEqualTo((int) (TALK.toMillis() / Delays.WINDOW) - 1);
    assertThat(skews).as(what).allMatch(skew -> Math.abs(skew) < STEP);
  }

  /** Each picture is in the film's frame that is nearest to its time, so on average at its time. */
  @Test
  @Order(4)
  void theFilmIsInStep() {
    alice.open("recording.xhtml?id=" + recording);
    alice.click("[id='film:make']");
    Wait.until("the film is there", FILM_LIMIT, () -> alice.isVisible("#film-download"));
    CountedFile film = new CountedFile(stored("film.mp4"), 0);
    Delays left = caller.picturesIn(film, CountedFile.LEFT_HALF);
    Delays right = callee.picturesIn(film, CountedFile.RIGHT_HALF);
    assertInStep("the film's pictures", left, right);
    assertInStep("the film's beeps", caller.beepsIn(film), callee.beepsIn(film));
    assertInStep("the film's left beeps", caller.beepsIn(film), left);
    assertInStep("the film's right beeps", callee.beepsIn(film), right);
  }

  @Test
  @Order(5)
  void thePlayerKeepsBothSidesInStep() {
    alice.open("recording.xhtml?id=" + recording);
    CountedPlayer player = new CountedPlayer(alice);
    assertInStep("from the beginning", player.play());
    assertInStep("after a seek", player.seek(8));
    assertInStep("at half the speed", player.speed(0.5));
    assertInStep("at one and a half", player.seek(4).speed(1.5));
    assertInStep("at double", player.seek(3).speed(2));
    assertInStep("after a seek at double", player.seek(6));
  }

  private void assertInStep(String when, CountedPlayer player) {
    List<Double> skews = player.skews(caller.truth(), callee.truth());
    log.info(() -> when + " the caller is ahead by " + skews.stream().map(Math::round).toList());
    assertThat(skews).as(when).hasSizeGreaterThan(15);
    assertThat(skews).as(when).allMatch(skew -> Math.abs(skew) < STEP);
  }
}
