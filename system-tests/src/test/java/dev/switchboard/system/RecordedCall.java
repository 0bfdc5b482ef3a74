package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A call between two terminals, with media of both, that the caller asks to record. */
final class RecordedCall implements AutoCloseable {
  /** The storage is tried ever more rarely while it is away. */
  private static final Duration READY_LIMIT = Duration.ofSeconds(240);

  private final RecordingFolders folders;
  private final Terminal caller;
  private final Terminal callee;
  private final String call;
  private final Softphone callerMedia;
  private final Softphone calleeMedia;

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

  /** The same with media of this kind from both. */
  static RecordedCall of(Server server, String caller, String callee, SoftphoneConfig media) {
    return new RecordedCall(
        RecordingFolders.of(server),
        Terminal.of(server, caller),
        Terminal.of(server, callee),
        media);
  }

  /** The storage may be tried for the first time, or again. */
  static void awaitAvailable(Terminal terminal) {
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

  /** Asks for both sides with picture; returns the reply. */
  JsonNode ask() {
    return ask(true);
  }

  private JsonNode ask(boolean video) {
    return caller.request(
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
    assertThat(type(ask(video))).isEqualTo("ok");
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

  /** The first word about the storage, since messages were forgotten, that says so. */
  JsonNode awaitAvailability(boolean available) {
    return Wait.value(
        "recording is available: " + available,
        READY_LIMIT,
        () ->
            caller.received().stream()
                .filter(message -> type(message).equals("recording-availability"))
                .filter(message -> message.path("available").asBoolean() == available)
                .findFirst()
                .orElse(null));
  }

  /** What both have received by a moment. */
  record Heard(Instant at, Map<String, Long> frames) {}

  Heard heard() {
    return new Heard(
        Instant.now(),
        Map.of(
            "the caller's picture", callerMedia.statistics().videoReceived().frames(),
            "the caller's sound", callerMedia.statistics().audioReceived().frames(),
            "the callee's picture", calleeMedia.statistics().videoReceived().frames(),
            "the callee's sound", calleeMedia.statistics().audioReceived().frames()));
  }

  /** Both have seen and heard each other all the while: half of what is sent, at least. */
  void assertUndisturbed(Heard since) {
    Heard now = heard();
    double seconds = Duration.between(since.at(), now.at()).toMillis() / 1e3;
    now.frames()
        .forEach(
            (kind, frames) ->
                assertThat(frames - since.frames().get(kind))
                    .as("frames of %s in %.1f s", kind, seconds)
                    .isGreaterThan((long) (seconds * (kind.endsWith("sound") ? 25 : 7))));
    assertThat(caller.has(message -> type(message).equals("call-state")))
        .as("the call goes on")
        .isFalse();
  }

  @Override
  public void close() {
    if (caller.isOpen()) {
      caller.callRequest("hangup", call);
    }
    leave();
  }

  /** Both are gone, without a word about the call. */
  void leave() {
    caller.close();
    callee.close();
  }
}
