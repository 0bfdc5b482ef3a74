package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.system.Truth.Numbered;
import dev.switchboard.system.Truth.Sent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
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

  /** Milliseconds of a track, at either end, in which there must be something. */
  private static final double END = 1_000;

  /** Milliseconds that a frame of the film lasts. */
  private static final double FILM_FRAME = 1_000 / 30.0;

  /** Pictures of each side that are looked at in the player: two seconds at the usual speed. */
  private static final int FEW = 2 * CountedPicture.RATE;

  private static final int MANY = 30 * CountedPicture.RATE;

  /** So many beginnings and ends of what is counted. */
  private static final int ENDS = 9;

  private static final Beeper LOW = new Beeper(1_000);
  private static final Beeper HIGH = new Beeper(2_600);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger log = Logger.getLogger(RecordedCallIT.class.getName());

  private final String a = SharedServer.newName("alice");
  private final String b = SharedServer.newName("bob");
  private final Server server = SharedServer.get();
  private Person alice;
  private String recording = "";
  private JsonNode manifest;

  /** Of the recording, in milliseconds. */
  private double length;

  private Side caller;
  private Side callee;

  /** One of the two, with the one file of the track, which is decoded once. */
  private record Side(
      String name,
      CountedFile track,
      Beeper beeper,
      Truth truth,
      List<Numbered> shown,
      List<Double> heard) {
    static Side of(String name, CountedFile track, Beeper beeper, Truth truth) {
      List<Numbered> shown = track.pictures(CountedFile.WHOLE);
      return new Side(name, track, beeper, truth, shown, track.beeps(beeper));
    }

    Delays pictures() {
      return Delays.ofPictures(shown, truth);
    }

    Delays beeps() {
      return Delays.ofBeeps(heard, truth);
    }

    Delays beepsIn(CountedFile file) {
      return Delays.ofBeeps(file.beeps(beeper), truth);
    }
  }

  @BeforeAll
  void theyRecordACall() throws IOException {
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
      length = manifest.path("lengthMillis").asDouble();
      Instant began = Instant.parse(manifest.path("startedAt").asText());
      Truth ofAlice = Truth.of(alice, began);
      Truth ofBob = Truth.of(bob, began);
      bob.hangUp();
      alice.awaitPhase("ended");
      caller = Side.of("caller", track("caller"), LOW, ofAlice);
      callee = Side.of("callee", track("callee"), HIGH, ofBob);
    }
  }

  @AfterAll
  void sheLeaves() {
    if (alice != null) {
      alice.close();
    }
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
    return CountedFile.of(file, found.path("startMillis").asDouble());
  }

  @Test
  @Order(1)
  void everyFrameThatWasSentIsInItsTrack() {
    assertThat(length).isGreaterThanOrEqualTo(TALK.toMillis());
    assertComplete(caller);
    assertComplete(callee);
  }

  /**
   * What a browser captures it need not send, and what the recorder says of itself is no proof: so
   * the frames in the file are compared with what the browser says it has sent. That is the median
   * of several beginnings and ends, since at each a few frames are captured and not sent yet.
   */
  private void assertComplete(Side side) {
    CountedFile track = side.track();
    assertThat(track.probe().warnings()).isEmpty();
    assertReachesBothEnds(side, "video");
    assertReachesBothEnds(side, "audio");
    List<Numbered> pictures = side.shown();
    int decoded = track.times("video").size();
    assertThat(pictures).as("frames with a number").hasSize(decoded);
    double first = pictures.get(0).millis();
    double last = pictures.get(decoded - 1).millis();
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
        () ->
            "%s: %d frames, %s of those sent"
                .formatted(side.name(), decoded, Arrays.toString(shares)));
    // Any that is there twice would hide one that is lost.
    assertThat(shares[ENDS / 2]).as(side.name()).isBetween(0.98, 1.02);
  }

  private void assertReachesBothEnds(Side side, String kind) {
    List<Double> times = side.track().times(kind);
    double first = times.get(0);
    double last = times.get(times.size() - 1);
    log.info(
        () ->
            "%s: %s from %.0f to %.0f ms of %.0f"
                .formatted(side.name(), kind, first, last, length));
    assertThat(first).as("the first %s of the %s", kind, side.name()).isLessThan(END);
    assertThat(last).as("the last %s of the %s", kind, side.name()).isGreaterThan(length - END);
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
  void theFilmIsCompleteAndInStep() {
    alice.open("recording.xhtml?id=" + recording);
    alice.click("[id='film:make']");
    Wait.until("the film is there", FILM_LIMIT, () -> alice.isVisible("#film-download"));
    CountedFile film = CountedFile.of(stored("film.mp4"), 0);
    assertThat(film.probe().warnings()).isEmpty();
    assertThat(1e3 * film.probe().seconds()).isCloseTo(length, within(2 * FILM_FRAME));
    List<Numbered> left = film.pictures(CountedFile.LEFT_HALF);
    List<Numbered> right = film.pictures(CountedFile.RIGHT_HALF);
    assertShows(caller, left);
    assertShows(callee, right);
    Delays leftPictures = Delays.ofPictures(left, caller.truth());
    Delays rightPictures = Delays.ofPictures(right, callee.truth());
    Delays leftBeeps = caller.beepsIn(film);
    Delays rightBeeps = callee.beepsIn(film);
    assertInStep("the film's pictures", leftPictures, rightPictures);
    assertInStep("the film's beeps", leftBeeps, rightBeeps);
    assertInStep("the film's left beeps", leftBeeps, leftPictures);
    assertInStep("the film's right beeps", rightBeeps, rightPictures);
  }

  /** A picture that is gone before the film's next frame need not be in it. */
  private static void assertShows(Side side, List<Numbered> film) {
    List<Numbered> pictures = side.shown();
    List<Numbered> lasting =
        IntStream.range(0, pictures.size() - 1)
            .filter(i -> pictures.get(i).number() != pictures.get(i + 1).number())
            .filter(i -> pictures.get(i + 1).millis() - pictures.get(i).millis() > FILM_FRAME)
            .mapToObj(pictures::get)
            .toList();
    long shown =
        lasting.stream()
            .filter(
                picture ->
                    film.stream()
                        .filter(frame -> frame.number() == picture.number())
                        .anyMatch(
                            frame -> Math.abs(frame.millis() - picture.millis()) < Truth.NEAR))
            .count();
    log.info(
        () ->
            "%s: the film shows %d of %d lasting pictures of %d"
                .formatted(side.name(), shown, lasting.size(), pictures.size()));
    assertThat(lasting).hasSizeGreaterThan(pictures.size() / 2);
    assertThat((double) shown).as(side.name()).isGreaterThanOrEqualTo(0.98 * lasting.size());
  }

  @Test
  @Order(5)
  void thePlayerKeepsBothSidesInStep() {
    alice.open("recording.xhtml?id=" + recording);
    CountedPlayer player = new CountedPlayer(alice);
    assertInStep("from the beginning", player.play(), FEW);
    assertInStep("after a seek", player.seek(8), FEW);
    assertInStep("at half the speed", player.seek(2).speed(0.5), FEW);
    assertInStep("at one and a half", player.seek(3).speed(1.5), FEW);
    assertInStep("at double", player.seek(2).speed(2), FEW);
    assertInStep("after a seek at double", player.seek(5), FEW);
    if (SOAK > 1) {
      assertInStep("for half a minute", player.speed(1).seek(4), MANY);
      assertInStep("near the end", player.seek(TALK.toSeconds() - 6), FEW);
    }
  }

  private void assertInStep(String when, CountedPlayer player, int pictures) {
    List<Double> skews = player.skews(caller.truth(), callee.truth(), pictures);
    DoubleSummaryStatistics all =
        skews.stream().mapToDouble(Double::doubleValue).summaryStatistics();
    log.info(
        () ->
            "%s the caller is ahead by %.0f to %.0f ms, on average %.1f (%d)"
                .formatted(when, all.getMin(), all.getMax(), all.getAverage(), all.getCount()));
    assertThat(skews).as(when).hasSizeGreaterThan(pictures * 3 / 10);
    assertThat(skews).as(when).allMatch(skew -> Math.abs(skew) < STEP);
  }
}
