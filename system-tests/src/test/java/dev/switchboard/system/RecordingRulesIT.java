package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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

/**
 * What the server allows about recordings, whatever a terminal says, and what it does when its
 * storage or itself goes away (S4.1, S4.2, S4.7).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordingRulesIT {
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  private final String a = SharedServer.newName("anna");
  private final String b = SharedServer.newName("ben");
  private final String c = SharedServer.newName("cleo");
  private Server server;
  private RecordingFolders folders;
  private Terminal anna;
  private Terminal ben;
  private Terminal cleo;
  private String call;

  @BeforeAll
  void start() {
    server =
        Server.start(
            Path.of("target/recording-rules-server"),
            SharedServer.settings(Map.of("SWITCHBOARD_RECORDING_CONSENT_SECONDS", "5")));
    folders = RecordingFolders.of(server);
    for (String name : new String[] {a, b, c}) {
      new WebForms(server.home(), "x").register(name, SharedServer.newNumber());
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void theyTalk() {
    anna = Terminal.of(server, a);
    ben = Terminal.of(server, b);
    cleo = Terminal.of(server, c);
    awaitAvailable(anna);
    call = talk();
  }

  @AfterEach
  void theyStop() {
    anna.callRequest("hangup", call);
    for (Terminal terminal : new Terminal[] {anna, ben, cleo}) {
      terminal.close();
    }
  }

  private String talk() {
    String placed = anna.call(anna.lookUp(b), ben.device()).path("call").asText();
    ben.await(
        "the invitation", message -> type(message).equals("invitation") && isOf(message, placed));
    ben.callRequest("confirm", placed);
    ben.callRequest("answer", placed);
    anna.offerMedia(placed);
    ben.offerMedia(placed);
    anna.awaitState(placed, "connected");
    ben.awaitState(placed, "connected");
    return placed;
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

  private static String type(JsonNode message) {
    return message.path("type").asText();
  }

  private static boolean isOf(JsonNode message, String call) {
    return message.path("call").asText().equals(call);
  }

  private static String code(JsonNode reply) {
    return reply.path("code").asText(type(reply));
  }

  private static JsonNode ask(Terminal who, String call) {
    return who.request(
        "record-start", fields -> fields.put("call", call).put("mode", "both").put("video", true));
  }

  private static JsonNode answer(Terminal who, String recording, boolean accept) {
    return who.request(
        "record-answer", fields -> fields.put("recording", recording).put("accept", accept));
  }

  private static JsonNode stop(Terminal who, String recording) {
    return who.request("record-stop", fields -> fields.put("recording", recording));
  }

  private static JsonNode awaitRecording(Terminal who, String state) {
    return who.await(
        "a recording that is " + state,
        message ->
            type(message).equals("recording-state")
                && message.path("state").asText().equals(state));
  }

  /** Ben is asked and consents; returns the recording. */
  private String record() {
    assertThat(code(ask(anna, call))).isEqualTo("ok");
    String recording = awaitRecording(ben, "requested").path("recording").asText();
    assertThat(code(answer(ben, recording, true))).isEqualTo("ok");
    awaitRecording(anna, "recording");
    Wait.until("something is spooled", Terminal.PATIENCE, () -> !folders.spooled().isEmpty());
    return recording;
  }

  @Test
  void onlyPartiesOfAConnectedCallMayAsk() {
    assertThat(code(ask(cleo, call))).isEqualTo("unknown-call");
    assertThat(code(ask(anna, "A".repeat(22)))).isEqualTo("unknown-call");
    String ringing = cleo.call(cleo.lookUp(a), "any").path("call").asText();
    assertThat(code(ask(cleo, ringing))).isIn("wrong-state", "call-over");
    cleo.callRequest("cancel", ringing);
    assertThat(folders.spooled()).isEmpty();
  }

  @Test
  void whatIsNoRequestIsNamed() {
    JsonNode mode =
        anna.request(
            "record-start",
            fields -> fields.put("call", call).put("mode", "secretly").put("video", true));
    assertThat(code(mode)).isEqualTo("malformed");
    assertThat(mode.path("field").asText()).isEqualTo("mode");
    JsonNode video =
        anna.request("record-start", fields -> fields.put("call", call).put("mode", "both"));
    assertThat(video.path("field").asText()).isEqualTo("video");
  }

  @Test
  void thereIsOneAtATime() {
    assertThat(code(ask(anna, call))).isEqualTo("ok");
    assertThat(code(ask(ben, call))).isEqualTo("recording-runs");
    String recording = awaitRecording(ben, "requested").path("recording").asText();
    answer(ben, recording, true);
    JsonNode refused = ask(anna, call);
    assertThat(code(refused)).isEqualTo("recording-runs");
    assertThat(refused.path("message").asText()).contains("being recorded already");
    stop(anna, recording);
    anna.awaitType("recording-ready");
  }

  @Test
  void onlyWhoIsAskedMayAnswer() {
    try (DiskWatch disk = DiskWatch.of(folders)) {
      onlyWhoIsAskedMayAnswer(disk);
    }
  }

  private void onlyWhoIsAskedMayAnswer(DiskWatch disk) {
    ask(anna, call);
    String recording = awaitRecording(ben, "requested").path("recording").asText();
    assertThat(code(answer(cleo, recording, true))).isEqualTo("unknown-recording");
    assertThat(code(answer(ben, "A".repeat(22), true))).isEqualTo("unknown-recording");
    assertThat(code(stop(cleo, recording))).isEqualTo("unknown-recording");
    assertThat(code(stop(ben, recording))).isEqualTo("wrong-state");
    assertThat(code(answer(ben, recording, false))).isEqualTo("ok");
    Wait.holds("nothing was ever on the disk", A_WHILE, () -> disk.seen().isEmpty());
  }

  @Test
  void aLateConsentIsRefusedAndNothingIsCopied() {
    try (DiskWatch disk = DiskWatch.of(folders)) {
      ask(anna, call);
      String recording = awaitRecording(ben, "requested").path("recording").asText();
      assertThat(awaitRecording(ben, "requested").path("seconds").asInt()).isBetween(1, 5);
      awaitRecording(anna, "refused");
      assertThat(code(answer(ben, recording, true))).isEqualTo("recording-over");
      Wait.holds("nothing was ever on the disk", A_WHILE, () -> disk.seen().isEmpty());
    }
  }

  @Test
  void aWithdrawnConsentLeavesNothing() {
    try (DiskWatch before = DiskWatch.of(folders)) {
      ask(anna, call);
      String recording = awaitRecording(ben, "requested").path("recording").asText();
      assertThat(before.seen()).as("before the consent").isEmpty();
      assertThat(code(answer(ben, recording, true))).isEqualTo("ok");
      Wait.until(
          "both sides are spooled", Terminal.PATIENCE, () -> folders.spooledTracks().size() == 2);
      assertThat(code(answer(ben, recording, false))).isEqualTo("ok");
      JsonNode refused = awaitRecording(anna, "refused");
      assertThat(refused.path("message").asText()).contains("took the consent back");
      folders.assertNothing(recording);
      assertThat(before.seen())
          .as("only the spool ever had anything")
          .allMatch(file -> file.startsWith(server.data().resolve("spool")));
      try (DiskWatch after = DiskWatch.of(folders)) {
        assertThat(code(answer(ben, recording, true))).isEqualTo("recording-over");
        Wait.holds("nothing comes after", A_WHILE, () -> after.seen().isEmpty());
      }
    }
  }

  @Test
  void aConsentAfterTheCallIsRefused() {
    try (DiskWatch disk = DiskWatch.of(folders)) {
      ask(anna, call);
      String recording = awaitRecording(ben, "requested").path("recording").asText();
      anna.callRequest("hangup", call);
      JsonNode refused = awaitRecording(ben, "refused");
      assertThat(refused.path("message").asText()).contains("The call is over");
      assertThat(code(answer(ben, recording, true))).isEqualTo("recording-over");
      assertThat(disk.seen()).isEmpty();
    }
  }

  @Test
  void theLinkWaitsForWhoAskedUntilItComesBack() {
    String recording = record();
    anna.breakLine();
    ben.callRequest("hangup", call);
    Wait.until(
        "the recording is stored",
        Terminal.PATIENCE,
        () -> !folders.stored(recording).isEmpty() && folders.spooled().isEmpty());
    anna.forget();
    anna.connect();
    JsonNode ready = anna.awaitType("recording-ready");
    assertThat(ready.path("recording").asText()).isEqualTo(recording);
    assertThat(ready.path("url").asText()).isEqualTo("/recording.xhtml?id=" + recording);
    anna.forms().get("recordings.xhtml");
    anna.forget();
    anna.connect();
    anna.awaitType("recording-availability");
    Wait.holds(
        "what has been seen is no news",
        A_WHILE,
        () -> !anna.has(message -> type(message).equals("recording-ready")));
  }

  @Test
  void aStorageThatIsAwayIsToldAtOnceAndCostsNothing() throws IOException {
    String recording = record();
    anna.forget();
    Path storage = server.data().resolve("recordings");
    Path aside = server.data().resolve("recordings-aside");
    boolean existed = Files.exists(storage);
    if (existed) {
      Files.move(storage, aside);
    }
    Files.writeString(storage, "no folder");
    JsonNode away = anna.awaitType("recording-availability");
    assertThat(away.path("available").asBoolean()).isFalse();
    assertThat(away.path("message").asText()).contains("can't be reached");
    stop(ben, recording);
    JsonNode refused = ask(anna, call);
    assertThat(code(refused)).isEqualTo("recording-unavailable");
    assertThat(refused.path("message").asText()).contains("can't be reached");
    Wait.holds("the spool keeps it", A_WHILE, () -> !folders.spooled().isEmpty());

    Files.delete(storage);
    if (existed) {
      Files.move(aside, storage);
    }
    anna.await(
        "recording is available again",
        message ->
            type(message).equals("recording-availability")
                && message.path("available").asBoolean());
    assertThat(anna.awaitType("recording-ready").path("recording").asText()).isEqualTo(recording);
    assertThat(folders.tracks(recording)).hasSize(2);
  }

  @Test
  void aKilledServerLeavesNothingInProgressAndReportsWhatIsNobodys() throws IOException {
    String recording = record();
    Wait.holds("it is recorded", A_WHILE, () -> !folders.spooled().isEmpty());
    Path orphan = Files.createDirectories(server.data().resolve("spool/" + "O".repeat(22)));
    Files.writeString(orphan.resolve("caller-1.webm"), "x");
    server.kill();
    server.start();
    anna = Terminal.of(server, a);
    ben = Terminal.of(server, b);
    cleo = Terminal.of(server, c);
    Wait.until(
        "the recording is stored",
        Terminal.PATIENCE,
        () -> folders.tracks(recording).size() == 2 && !folders.spooled().isEmpty());
    Wait.until(
        "only the orphan is left",
        Terminal.PATIENCE,
        () -> folders.spooled().equals(List.of(orphan.resolve("caller-1.webm"))));
    assertThat(server.logText()).contains(orphan + " belongs to no recording");
    assertThat(
            anna.forms()
                .page("recordings.xhtml")
                .select("[id=" + recording + "]")
                .attr("data-state"))
        .isEqualTo("READY");
    Files.delete(orphan.resolve("caller-1.webm"));
    Files.delete(orphan);
    call = talk();
  }
}
