package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a plain Artemis client hears of calls is what docs/events.md promises. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsIT {
  private static final Pattern BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[a-z0-9]{1,20}");

  private final String caller = SharedServer.newName("ulla");
  private final String callee = SharedServer.newName("vera");
  private List<JsonNode> blocks;
  private Map<String, JsonSchema> schemas;
  private Integration integration;
  private Terminal ulla;
  private Terminal vera;

  @BeforeAll
  void start() throws IOException {
    blocks = blocks(Path.of(System.getProperty("switchboard.root", ".."), "docs/events.md"));
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    schemas =
        blocks.stream()
            .filter(block -> block.has("$schema"))
            .collect(
                Collectors.toMap(
                    block -> block.path("$id").asText().replaceAll(".*/", ""), factory::getSchema));
    Server server = SharedServer.get();
    integration = Integration.connect(server);
    new WebForms(server.home(), "x").register(caller, SharedServer.newNumber());
    new WebForms(server.home(), "x").register(callee, SharedServer.newNumber());
    ulla = Terminal.of(server, caller);
    vera = Terminal.of(server, callee);
  }

  @AfterAll
  void stop() {
    ulla.close();
    vera.close();
    integration.close();
  }

  @Test
  void everyExampleOfThePageIsValid() {
    assertThat(blocks).hasSize(8);
    for (JsonNode block : blocks) {
      if (!block.has("$schema")) {
        assertValid(schemaOf(block), block);
      }
    }
  }

  private static String schemaOf(JsonNode example) {
    if (!example.has("specversion")) {
      return "call-failure-1.json";
    }
    if (example.at("/data/recording").isObject()) {
      return "recording-event-1.json";
    }
    return example.has("sequence") ? "call-event-1.json" : "call-quality-1.json";
  }

  @Test
  void aWholeCallIsToldStepByStep() {
    String call = ring();
    vera.callRequest("answer", call);
    ulla.offerMedia(call);
    vera.offerMedia(call);
    ulla.awaitState(call, "connected");
    ulla.callRequest("hangup", call);

    List<Integration.Event> events = integration.eventsOf(call);
    assertTold(
        call,
        events,
        """
        leg.waiting call.inviting leg.invited leg.ringing call.ringing \
        call.connecting leg.connecting leg.connecting leg.connected leg.connected call.connected \
        leg.ended leg.ended call.ended""");
    JsonNode end = events.get(events.size() - 1).json().path("data");
    assertThat(end.path("cause").asText()).isEqualTo("HUNG_UP");
    assertThat(end.at("/call/side").asText()).isEqualTo("caller");
    assertThat(end.at("/call/legs/0/name").asText()).isEqualTo(caller);
    assertThat(end.at("/call/legs/1/device/id").asText()).isEqualTo(vera.device());
    assertThat(integration.failures()).noneMatch(failure -> isOf(failure, call));
  }

  @Test
  void theQualityOfACallIsToldAndMeasured() throws IOException {
    String call = ring();
    vera.callRequest("answer", call);
    ulla.offerMedia(call);
    vera.offerMedia(call);
    for (Terminal terminal : List.of(ulla, vera)) {
      terminal.await(
          "figures of both directions of " + call,
          message ->
              message.path("type").asText().equals("media-quality")
                  && message.path("call").asText().equals(call)
                  && message.at("/up/mos").asDouble() > 4
                  && message.at("/down/mos").asDouble() > 4
                  && message.at("/up/framesPerSecond").asDouble() > 1);
    }
    ulla.callRequest("hangup", call);

    JsonNode sample = integration.qualityOf(call).get(0);
    assertValid("call-quality-1.json", sample);
    assertThat(sample.path("subject").asText()).isEqualTo(call);
    JsonNode legs = integration.eventsOf(call).get(0).json().at("/data/call/legs");
    assertThat(sample.at("/data/legs")).hasSize(2);
    for (JsonNode leg : sample.at("/data/legs")) {
      assertThat(legs.findValuesAsText("id")).contains(leg.path("id").asText());
      assertThat(leg.at("/up/bitrate").asInt()).isPositive();
      assertThat(leg.at("/up/mos").asDouble()).isBetween(4.0, 4.5);
      assertThat(leg.at("/up/loss").asDouble()).isLessThan(0.01);
    }
    try (InputStream metrics = SharedServer.get().home().resolve("metrics").toURL().openStream()) {
      assertThat(new String(metrics.readAllBytes(), StandardCharsets.UTF_8))
          .contains("switchboard_quality_mos_bucket{direction=\"down\",le=\"4.3\"}")
          .contains("switchboard_quality_freezes_total{direction=\"up\"}");
    }
  }

  @Test
  void aRecordingIsToldWithWhoConsentedToItAndWhen() {
    String call = ring();
    vera.callRequest("answer", call);
    ulla.offerMedia(call);
    vera.offerMedia(call);
    ulla.awaitState(call, "connected");
    ulla.request(
        "record-start", fields -> fields.put("call", call).put("mode", "other").put("video", true));
    JsonNode asked =
        vera.await(
            "the question for consent",
            message ->
                message.path("type").asText().equals("recording-state")
                    && message.path("call").asText().equals(call));
    vera.request(
        "record-answer",
        fields -> fields.put("recording", asked.path("recording").asText()).put("accept", true));
    integration.recordingsOf(call, "recording");
    ulla.callRequest("hangup", call);

    List<JsonNode> changes = integration.recordingsOf(call, "finishing");
    for (int i = 0; i < 3; i++) {
      JsonNode change = changes.get(i);
      assertValid("recording-event-1.json", change);
      assertThat(change.path("subject").asText()).isEqualTo(call);
      assertThat(change.at("/data/number").asInt()).isEqualTo(i + 1);
    }
    JsonNode parties = changes.get(1).at("/data/recording/parties");
    assertThat(parties.findValuesAsText("name")).containsExactly(caller, callee);
    assertThat(parties.findValuesAsText("consent")).containsExactly("consented", "consented");
    assertThat(parties.get(0).has("track")).as("who asks is not recorded").isFalse();
    assertThat(parties.get(1).path("device").asText()).isEqualTo(vera.device());
    assertThat(parties.get(1).has("answeredAt")).isTrue();
    assertThat(changes.get(2).at("/data/recording/outcome").asText()).isEqualTo("CALL_OVER");
    integration.eventsOf(call);
  }

  @Test
  void aCallThatFailsIsToldWithItsCauseAndOnTheQueueOfFailures() {
    String call = ring();
    vera.callRequest("decline", call);

    List<Integration.Event> events = integration.eventsOf(call);
    assertTold(
        call,
        events,
        """
        leg.waiting call.inviting leg.invited leg.ringing call.ringing \
        leg.ended leg.ended call.ended""");
    assertThat(events)
        .filteredOn(event -> event.type().endsWith(".ended"))
        .allSatisfy(
            event -> {
              assertThat(event.json().at("/data/cause").asText()).isEqualTo("DECLINED");
              assertThat(event.json().at("/data/sip").asInt()).isEqualTo(603);
              assertThat(event.json().at("/data/q850").asInt()).isEqualTo(21);
            });
    JsonNode failure = integration.failure(message -> isOf(message, call));
    assertValid("call-failure-1.json", failure);
    assertThat(failure.path("cause").asText()).isEqualTo("DECLINED");
  }

  @Test
  void aLookUpInVainIsACallThatEndsAsItBegins() {
    ulla.lookUp("nobody-to-be-found");
    JsonNode failure =
        integration.failure(
            message -> message.at("/callee/name").asText().equals("nobody-to-be-found"));
    assertValid("call-failure-1.json", failure);
    String call = failure.path("call").asText();
    assertTold(
        call, integration.eventsOf(call), "leg.waiting leg.invited leg.ended leg.ended call.ended");
  }

  private String ring() {
    String call = ulla.call(ulla.lookUp(callee), vera.device()).path("call").asText();
    vera.await("the invitation", message -> message.path("call").asText().equals(call));
    vera.callRequest("confirm", call);
    ulla.awaitState(call, "ringing");
    return call;
  }

  /** In this order, numbered from 1 without a gap, each a valid CloudEvent 1.0. */
  private void assertTold(String call, List<Integration.Event> events, String types) {
    assertThat(events)
        .extracting(event -> event.type().replace("dev.switchboard.", ""))
        .containsExactly(types.split(" "));
    assertThat(events)
        .extracting(Integration.Event::sequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
    assertThat(events)
        .extracting(event -> event.json().path("id").asText())
        .doesNotHaveDuplicates();
    assertThat(events)
        .extracting(event -> Instant.parse(event.json().path("time").asText()))
        .isSorted();
    for (Integration.Event event : events) {
      JsonNode json = event.json();
      assertValid("call-event-1.json", json);
      assertThat(json.fieldNames()).toIterable().allMatch(ATTRIBUTE_NAME.asMatchPredicate());
      assertThat(json.path("specversion").asText()).isEqualTo("1.0");
      assertThat(json.path("source").asText()).startsWith("/switchboard/");
      assertThat(json.path("type").asText()).isEqualTo(event.type());
      assertThat(json.path("subject").asText()).isEqualTo(call).isEqualTo(event.call());
      assertThat(json.path("sequence").asText()).isEqualTo(Long.toString(event.sequence()));
    }
  }

  private void assertValid(String schema, JsonNode json) {
    assertThat(schemas.get(schema).validate(json)).as(schema + " of " + json).isEmpty();
  }

  private static boolean isOf(JsonNode failure, String call) {
    return failure.path("call").asText().equals(call);
  }

  private static List<JsonNode> blocks(Path page) throws IOException {
    return BLOCK
        .matcher(Files.readString(page))
        .results()
        .map(block -> json(block.group(1)))
        .toList();
  }

  private static JsonNode json(String text) {
    try {
      return Terminal.JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
