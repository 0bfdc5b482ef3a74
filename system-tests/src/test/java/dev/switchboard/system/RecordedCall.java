package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.SoftphoneStatistics;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/** A call between two terminals, with media of both, that the caller asks to record. */
final class RecordedCall implements AutoCloseable {
  /** The storage is tried ever more rarely while it is away. */
  private static final Duration READY_LIMIT = Duration.ofSeconds(240);

  /** Of what the one has sent, the other has received at least so much. */
  private static final double LEAST_SHARE = 0.98;

  /** So many packets may be on their way when both are looked at. */
  private static final int ON_THEIR_WAY = 5;

  /** Milliseconds without a packet that nobody calls an outage. */
  private static final double LONGEST_PAUSE = 1_000;

  private final RecordingFolders folders;
  private final Terminal caller;
  private final Terminal callee;
  private final String call;
  private final Softphone callerMedia;
  private final Softphone calleeMedia;
  private boolean left;

  private RecordedCall(
      RecordingFolders folders, Terminal caller, Terminal callee, SoftphoneConfig media) {
    this.folders = folders;
    this.caller = caller;
    this.callee = callee;
    awaitAvailable(caller);
    call = caller.call(caller.lookUp(callee.account()), callee.device()).path("call").asText();
    callee.await("the invitation", message -> type(message).equals("invitation"));
    callee.callRequest("confirm", call);
    callee.callRequest("answer", call);
    callerMedia = caller.offerMedia(call, media);
    calleeMedia = callee.offerMedia(call, media);
    caller.awaitState(call, "connected");
    callee.awaitState(call, "connected");
  }

  /** Two accounts talk. */
  static RecordedCall of(Server server, String caller, String callee) {
    return of(server, caller, callee, SoftphoneConfig.named("terminal"));
  }

  /** The same with 4.5 Mbit/s of picture from both. */
  static RecordedCall ofLargePicture(Server server, String caller, String callee) {
    SoftphoneConfig.Encoding large = new SoftphoneConfig.Encoding("h", 50);
    return of(server, caller, callee, SoftphoneConfig.named("terminal").withEncodings(large));
  }

  private static RecordedCall of(
      Server server, String caller, String callee, SoftphoneConfig media) {
    Terminal from = Terminal.of(server, caller);
    Terminal to = Terminal.of(server, callee);
    try {
      return new RecordedCall(RecordingFolders.of(server), from, to, media);
    } catch (RuntimeException | AssertionError e) {
      from.close();
      to.close();
      throw e;
    }
  }

  /** The storage may be tried for the first time, or again. */
  private static void awaitAvailable(Terminal terminal) {
    Wait.until(
        "recording is available",
        Terminal.PATIENCE,
        () -> {
          terminal.forget();
          terminal.connect();
          return terminal.awaitType("recording-availability").path("available").asBoolean();
        });
  }

  static String type(JsonNode message) {
    return message.path("type").asText();
  }

  Terminal caller() {
    return caller;
  }

  Terminal callee() {
    return callee;
  }

  /** The id of the call. */
  String id() {
    return call;
  }

  /** Asks for both sides with picture; returns the reply. */
  JsonNode ask() {
    return ask(caller, call);
  }

  /** Somebody asks for both sides of a call with picture; returns the reply. */
  static JsonNode ask(Terminal who, String call) {
    return ask(who, call, true);
  }

  private static JsonNode ask(Terminal who, String call, boolean video) {
    return who.request(
        "record-start", fields -> fields.put("call", call).put("mode", "both").put("video", video));
  }

  /**
   * The callee consents to sound and picture; returns the recording once something of both sides is
   * on the disk.
   */
  String record() {
    return record(true);
  }

  /** The same with sound only, which makes fewer files: there are no stills. */
  String recordSound() {
    return record(false);
  }

  private String record(boolean video) {
    assertThat(type(ask(caller, call, video))).isEqualTo("ok");
    String recording =
        callee
            .await("the question", message -> isState(message, "requested"))
            .path("recording")
            .asText();
    callee.request(
        "record-answer", fields -> fields.put("recording", recording).put("accept", true));
    Wait.until(
        "something is spooled", Terminal.PATIENCE, () -> folders.spooledTracks().size() == 2);
    return recording;
  }

  private static boolean isState(JsonNode message, String state) {
    return type(message).equals("recording-state") && message.path("state").asText().equals(state);
  }

  /** The callee stops the recording; returns when its end is known. */
  void stop(String recording) {
    callee.request("record-stop", fields -> fields.put("recording", recording));
    caller.await("it is over", message -> isState(message, "finishing"));
  }

  boolean isReady(String recording) {
    return caller.has(
        message ->
            type(message).equals("recording-ready")
                && message.path("recording").asText().equals(recording));
  }

  void awaitReady(String recording) {
    Wait.until("the requester is told", READY_LIMIT, () -> isReady(recording));
  }

  /** The caller is told, since messages were forgotten, that recording is not available. */
  void awaitTold(String why) {
    awaitAvailability(
        "recording is not available: " + why,
        message ->
            !message.path("available").asBoolean()
                && message.path("message").asText().contains(why));
  }

  /** The caller is told, since messages were forgotten, that recording is available. */
  void awaitAvailable() {
    awaitAvailability("recording is available", message -> message.path("available").asBoolean());
  }

  private void awaitAvailability(String what, Predicate<JsonNode> wanted) {
    Wait.until(
        what,
        READY_LIMIT,
        () ->
            caller.has(
                message -> type(message).equals("recording-availability") && wanted.test(message)));
  }

  /**
   * One kind of media on its way to one of both.
   *
   * @param sent packets, by the other
   */
  private record Flow(long sent, SoftphoneStatistics.Received received) {
    /** Milliseconds; the one that still lasts counts too. */
    double longestPause() {
      return Math.max(
          received.longestGapMillis(), (System.nanoTime() - received.lastArrivalNanos()) / 1e6);
    }
  }

  /** What both have sent and received by a moment. */
  record Heard(Map<String, Flow> flows) {}

  /** From now on it matters that both see and hear each other. */
  Heard listen() {
    callerMedia.measureGapsAnew();
    calleeMedia.measureGapsAnew();
    return heard();
  }

  private Heard heard() {
    SoftphoneStatistics ofCaller = callerMedia.statistics();
    SoftphoneStatistics ofCallee = calleeMedia.statistics();
    return new Heard(
        Map.of(
            "the picture for the caller",
            new Flow(ofCallee.videoSent().packets(), ofCaller.videoReceived()),
            "the sound for the caller",
            new Flow(ofCallee.audioSent().packets(), ofCaller.audioReceived()),
            "the picture for the callee",
            new Flow(ofCaller.videoSent().packets(), ofCallee.videoReceived()),
            "the sound for the callee",
            new Flow(ofCaller.audioSent().packets(), ofCallee.audioReceived())));
  }

  /** Both have seen and heard each other all the while. */
  void assertUndisturbed(Heard since) {
    heard()
        .flows()
        .forEach(
            (what, now) -> {
              Flow then = since.flows().get(what);
              long sent = now.sent() - then.sent();
              assertThat(sent).as("packets sent of %s", what).isPositive();
              assertThat(now.received().packets() - then.received().packets())
                  .as("packets received of the %d of %s", sent, what)
                  .isGreaterThanOrEqualTo((long) (sent * LEAST_SHARE) - ON_THEIR_WAY);
              assertThat(now.longestPause()).as("ms without %s", what).isLessThan(LONGEST_PAUSE);
            });
    assertThat(caller.has(message -> type(message).equals("call-state")))
        .as("the call changes")
        .isFalse();
  }

  @Override
  public void close() {
    if (!left && caller.isOpen()) {
      caller.callRequest("hangup", call);
    }
    leave();
  }

  /** Both are gone, without a word about the call, as is the server. Again does nothing. */
  void leave() {
    if (left) {
      return;
    }
    left = true;
    caller.close();
    callee.close();
  }
}
