package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the server allows about recordings, whatever a terminal says (S4.2, S4.3, S4.5). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordingRulesIT {
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  private final String a = SharedServer.newName("anna");
  private final String b = SharedServer.newName("ben");
  private final String c = SharedServer.newName("cleo");
  private Server server;
  private RecordingFolders folders;
  private RecordedCall talk;
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
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void theyTalk() {
    talk = RecordedCall.of(server, a, b);
    anna = talk.caller();
    ben = talk.callee();
    call = talk.id();
    cleo = Terminal.of(server, c);
  }

  @AfterEach
  void theyStop() {
    if (talk != null) {
      talk.close();
    }
    if (cleo != null) {
      cleo.close();
    }
  }

  private static String code(JsonNode reply) {
    return reply.path("code").asText(RecordedCall.type(reply));
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
            RecordedCall.type(message).equals("recording-state")
                && message.path("state").asText().equals(state));
  }

  @Test
  void onlyPartiesOfAConnectedCallMayAsk() {
    assertThat(code(RecordedCall.ask(cleo, call))).isEqualTo("unknown-call");
    assertThat(code(RecordedCall.ask(anna, "A".repeat(22)))).isEqualTo("unknown-call");
    String ringing = cleo.call(cleo.lookUp(a), "any").path("call").asText();
    assertThat(code(RecordedCall.ask(cleo, ringing))).isIn("wrong-state", "call-over");
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
    assertThat(code(talk.ask())).isEqualTo("ok");
    assertThat(code(RecordedCall.ask(ben, call))).isEqualTo("recording-runs");
    String recording = awaitRecording(ben, "requested").path("recording").asText();
    answer(ben, recording, true);
    JsonNode refused = talk.ask();
    assertThat(code(refused)).isEqualTo("recording-runs");
    assertThat(refused.path("message").asText()).contains("being recorded already");
    stop(anna, recording);
    anna.awaitType("recording-ready");
  }

  @Test
  void onlyWhoIsAskedMayAnswer() {
    try (DiskWatch disk = DiskWatch.of(server)) {
      onlyWhoIsAskedMayAnswer(disk);
    }
  }

  private void onlyWhoIsAskedMayAnswer(DiskWatch disk) {
    talk.ask();
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
    try (DiskWatch disk = DiskWatch.of(server)) {
      talk.ask();
      String recording = awaitRecording(ben, "requested").path("recording").asText();
      assertThat(awaitRecording(ben, "requested").path("seconds").asInt()).isBetween(1, 5);
      awaitRecording(anna, "refused");
      assertThat(code(answer(ben, recording, true))).isEqualTo("recording-over");
      Wait.holds("nothing was ever on the disk", A_WHILE, () -> disk.seen().isEmpty());
    }
  }

  @Test
  void aWithdrawnConsentLeavesNothing() {
    try (DiskWatch before = DiskWatch.of(server)) {
      talk.ask();
      String recording = awaitRecording(ben, "requested").path("recording").asText();
      assertThat(before.seen()).as("before the consent").isEmpty();
      assertThat(code(answer(ben, recording, true))).isEqualTo("ok");
      Wait.until(
          "both sides are spooled", Terminal.PATIENCE, () -> folders.spooledTracks().size() == 2);
      assertThat(code(answer(ben, recording, false))).isEqualTo("ok");
      JsonNode refused = awaitRecording(anna, "refused");
      assertThat(refused.path("message").asText()).contains("took the consent back");
      folders.assertNothing(recording);
      assertThat(before.seen()).as("while there was consent").isNotEmpty();
      assertThat(before.seenOutside(server.data().resolve("spool"))).as("elsewhere").isEmpty();
      try (DiskWatch after = DiskWatch.of(server)) {
        assertThat(code(answer(ben, recording, true))).isEqualTo("recording-over");
        Wait.holds("nothing comes after", A_WHILE, () -> after.seen().isEmpty());
      }
    }
  }

  @Test
  void aConsentAfterTheCallIsRefused() {
    try (DiskWatch disk = DiskWatch.of(server)) {
      talk.ask();
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
    String recording = talk.record();
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
        () -> !anna.has(message -> RecordedCall.type(message).equals("recording-ready")));
  }
}
