package dev.switchboard.recordings;

import static dev.switchboard.recordings.RecordingsFixture.LAPTOP;
import static dev.switchboard.recordings.RecordingsFixture.NOW;
import static dev.switchboard.recordings.RecordingsFixture.PHONE;
import static dev.switchboard.recordings.RecordingsFixture.call;
import static dev.switchboard.recordings.RecordingsFixture.report;
import static dev.switchboard.recordings.RecordingsFixture.requested;
import static dev.switchboard.recordings.RecordingsFixture.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.Environment;
import dev.switchboard.media.RecordingFault;
import dev.switchboard.signalling.RecordingMode;
import dev.switchboard.signalling.ServerMessage.RecordingPart;
import dev.switchboard.signalling.ServerMessage.RecordingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What terminals, integrators and operators are told. */
class RecordingWordsTest {
  private final RecordingEvents events = new RecordingEvents();

  @Test
  void eachPartyIsToldItsOwnPart() {
    Recording recording = requested(call(), RecordingMode.BOTH);
    RecordingProgress asked = told(recording, recording.party(PHONE));
    assertThat(asked.mine()).isEqualTo(RecordingPart.ASKED);
    assertThat(asked.seconds()).isEqualTo(20);
    assertThat(asked.by().name()).isEqualTo("alice");
    assertThat(told(recording, recording.party(LAPTOP)).mine()).isEqualTo(RecordingPart.REQUESTER);
  }

  @Test
  void whoStoppedItReadsOtherWordsThanTheOther() {
    Recording recording = running();
    recording.stop(PHONE, NOW.plusSeconds(9));
    assertThat(told(recording, recording.party(PHONE)).message())
        .isEqualTo("You stopped the recording.");
    assertThat(told(recording, recording.party(LAPTOP)).message())
        .isEqualTo("bob stopped the recording.");
  }

  private static RecordingProgress told(Recording recording, RecordingParty reader) {
    return RecordingViews.progress(recording, reader, Locale.ENGLISH, NOW);
  }

  static Stream<Recording> everyOutcome() {
    Recording declined = requested(call(), RecordingMode.BOTH);
    declined.decline(PHONE, NOW);
    Recording late = requested(call(), RecordingMode.BOTH);
    late.lapse(NOW.plusSeconds(20));
    Recording cancelled = requested(call(), RecordingMode.BOTH);
    cancelled.stop(LAPTOP, NOW);
    Recording withdrawn = running();
    withdrawn.decline(PHONE, NOW);
    Recording stopped = running();
    stopped.stop(LAPTOP, NOW);
    Recording over = running();
    over.callEnded(NOW);
    Recording restarted = running();
    restarted.serverRestarted(NOW);
    Recording full = running();
    full.completed(report(RecordingFault.NO_ROOM, "caller"), NOW);
    Recording broken = running();
    broken.completed(report(RecordingFault.WRITE_FAILED, "caller"), NOW);
    Recording never = running();
    never.notBegun(NOW);
    Recording empty = running();
    empty.callEnded(NOW);
    empty.leftNothing(NOW);
    return Stream.of(
        declined, late, cancelled, withdrawn, stopped, over, restarted, full, broken, never, empty);
  }

  @Test
  void everyOutcomeIsAmongTheExamples() {
    assertThat(everyOutcome().map(recording -> recording.outcome().orElseThrow()))
        .containsExactlyInAnyOrder(Outcome.values());
  }

  @ParameterizedTest
  @MethodSource("everyOutcome")
  void everyOutcomeHasWordsForBothPartiesInBothLanguages(Recording recording) {
    for (Locale language : List.of(Locale.ENGLISH, Locale.CHINESE)) {
      for (RecordingParty party : recording.parties()) {
        assertThat(RecordingMessages.outcome(recording, party, language))
            .isNotBlank()
            .doesNotContain("{0}");
      }
    }
  }

  @Test
  void everyReasonWhyNothingCanBeRecordedHasWords() {
    for (Availability availability : Availability.values()) {
      if (availability != Availability.AVAILABLE) {
        assertThat(RecordingMessages.unavailable(availability, Locale.CHINESE)).isNotBlank();
      }
    }
  }

  @Test
  void bothLanguagesSayTheSameThings() throws IOException {
    assertThat(keys("messages_zh.properties")).isEqualTo(keys("messages.properties"));
  }

  private static Object keys(String bundle) throws IOException {
    Properties properties = new Properties();
    try (var in = RecordingMessages.class.getResourceAsStream(bundle)) {
      properties.load(in);
    }
    return properties.keySet();
  }

  @Test
  void anEventShowsWhoConsentedAndWhen() throws IOException {
    Recording recording = running();
    List<RecordingChange> changes = recording.takeChanges();
    RecordingEvents.Event event = events.of(recording, changes.get(1));
    JsonNode json = new ObjectMapper().readTree(event.json());
    assertThat(event.type()).isEqualTo("dev.switchboard.recording.recording");
    assertThat(json.path("id").asText()).isEqualTo(recording.id() + "-2");
    assertThat(json.path("subject").asText()).isEqualTo(recording.call().value());
    assertThat(json.at("/data/from").asText()).isEqualTo("requested");
    assertThat(json.at("/data/number").asInt()).isEqualTo(2);
    JsonNode bob = json.at("/data/recording/parties/1");
    assertThat(bob.path("consent").asText()).isEqualTo("consented");
    assertThat(bob.path("answeredAt").asText()).isEqualTo("2026-11-21T10:00:05Z");
    assertThat(bob.path("device").asText()).isEqualTo(PHONE.value());
    assertThat(bob.path("account").asText()).isEqualTo("bob");
    assertThat(bob.path("track").asText()).isEqualTo("callee");
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "1, 4", "6, 128", "7, 256", "8, 300", "100000, 300"})
  void whatCanNotBeStoredIsTriedEverMoreRarely(int attempts, int seconds) {
    assertThat(RecordingFinisher.wait(attempts)).hasSeconds(seconds);
  }

  @Test
  void settingsComeFromTheEnvironment() {
    RecordingSettings preset = RecordingSettings.from(new Environment(Map.of()), Path.of("/d"));
    assertThat(preset.consent()).hasSeconds(20);
    assertThat(preset.folder()).isEqualTo(Path.of("/d/recordings"));
    assertThat(preset.spool()).isEqualTo(Path.of("/d/spool"));
    assertThat(preset.quota()).isEmpty();
    RecordingSettings chosen =
        RecordingSettings.from(
            new Environment(
                Map.of(
                    "SWITCHBOARD_RECORDING_CONSENT_SECONDS", "5",
                    "SWITCHBOARD_RECORDINGS_FOLDER", "/r",
                    "SWITCHBOARD_RECORDINGS_QUOTA_MB", "2")),
            Path.of("/d"));
    assertThat(chosen.consent()).hasSeconds(5);
    assertThat(chosen.folder()).isEqualTo(Path.of("/r"));
    assertThat(chosen.quota()).hasValue(2 * 1024 * 1024);
    assertThat(chosen.hasRoomBeside(2 * 1024 * 1024 - 1)).isTrue();
    assertThat(chosen.hasRoomBeside(2 * 1024 * 1024)).isFalse();
    assertThat(preset.hasRoomBeside(Long.MAX_VALUE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SWITCHBOARD_RECORDING_CONSENT_SECONDS", "SWITCHBOARD_RECORDINGS_QUOTA_MB"})
  void aSettingThatMakesNoSenseIsNamed(String name) {
    assertThatThrownBy(
            () -> RecordingSettings.from(new Environment(Map.of(name, "soon")), Path.of("/d")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }
}
